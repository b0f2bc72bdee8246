package dev.cairn.internal.log;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the bytes of a chunk stand in its object. */
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
