package dev.cairn;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How chunks are compressed. Chunks that do not get smaller are stored as they are. */
public enum Compression {
  /** As they are. */
  @JsonProperty("none")
  NONE,
  /** One gzip member. */
  @JsonProperty("gzip")
  GZIP,
  /** One Zstandard frame. */
  @JsonProperty("zstd")
  ZSTD
}
