package dev.cairn.internal.log.explore;

import dev.cairn.internal.log.Manifest;
import java.nio.ByteBuffer;

/**
 * The bytes of an entry. There is one object for the same bytes.
 *
 * @param number of this content, from 0
 * @param bytes of the entry
 * @param manifest that the bytes hold
 * @param marks the marks in its index, as bits
 * @param twice the marks that are there more than once
 */
record Content(int number, ByteBuffer bytes, Manifest manifest, long marks, long twice) {
  long version() {
    return manifest.version();
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return number;
  }

  @Override
  public String toString() {
    return "%s v%d of epoch %d (%s)"
        .formatted(
            manifest.kind(), version(), manifest.epoch(), manifest.writeId().replaceAll("0*$", ""));
  }
}
