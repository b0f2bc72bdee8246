package dev.cairn.internal.data;

import java.nio.ByteBuffer;

/** Some consecutive bytes of an item, in an array that is used again once nobody needs them. */
final class Chunk {
  private final ChunkBuffers home;
  private final byte[] array;
  private final int size;

  /** The first {@code size} bytes of an array, which goes back to {@code home}. */
  Chunk(ChunkBuffers home, byte[] array, int size) {
    this.home = home;
    this.array = array;
    this.size = size;
  }

  /** The bytes, in an array. */
  ByteBuffer bytes() {
    return ByteBuffer.wrap(array, 0, size);
  }

  /** How many bytes there are. */
  int size() {
    return size;
  }

  /** Lets the bytes go: nobody reads them from now on. */
  void release() {
    home.give(array);
  }
}
