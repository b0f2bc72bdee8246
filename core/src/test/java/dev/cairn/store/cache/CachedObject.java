package dev.cairn.store.cache;

import dev.cairn.store.ObjectKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The object of the stress tests of the cache: a few equal bytes, from 1 to 9. */
final class CachedObject {
  /** How many bytes one has. */
  static final int SIZE = 3;

  /** The content of an object that is not there. */
  static final int NONE = 0;

  private static final int TORN = -1;
  private static final byte CHANGED = -2;

  /** Made once: to check a key takes more steps than all else. */
  static final ObjectKey KEY = new ObjectKey("data/object");

  private CachedObject() {}

  static ByteBuffer of(int content) {
    byte[] bytes = new byte[SIZE];
    Arrays.fill(bytes, (byte) content);
    return ByteBuffer.wrap(bytes);
  }

  /** What was read; the caller then does with the bytes what it likes. */
  static int content(Optional<byte[]> read, int size) {
    if (read.isEmpty()) {
      return NONE;
    }
    byte[] bytes = read.get();
    int content = bytes.length == size ? bytes[0] : TORN;
    for (byte each : bytes) {
      content = each == content ? content : TORN;
    }
    Arrays.fill(bytes, CHANGED);
    return content;
  }
}
