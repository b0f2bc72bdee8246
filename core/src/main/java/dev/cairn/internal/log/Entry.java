package dev.cairn.internal.log;

import java.nio.ByteBuffer;

/**
 * An entry of the log.
 *
 * @param manifest what it says
 * @param payload the bytes of small items, read-only; what is in it belongs to the checkpoint that
 *     the entry commits
 */
public record Entry(Manifest manifest, ByteBuffer payload) {
  /** An entry without a payload. */
  public static final ByteBuffer NO_PAYLOAD = ByteBuffer.allocate(0).asReadOnlyBuffer();

  /** The version of the entry. */
  public long version() {
    return manifest.version();
  }
}
