package dev.cairn.benchmarks.throughput;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random bytes, which do not get smaller, cut into objects.
 *
 * @param objects views of one array, whose positions stay
 */
record Payload(List<ByteBuffer> objects) {
  Payload {
    objects = List.copyOf(objects);
  }

  /** Some bytes, cut into objects of these sizes, which are all there is. */
  static Payload of(byte[] bytes, List<Integer> sizes) {
    if (sizes.stream().mapToLong(Integer::longValue).sum() != bytes.length) {
      throw new IllegalArgumentException("objects of " + sizes + " are not " + bytes.length);
    }
    List<ByteBuffer> objects = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      objects.add(ByteBuffer.wrap(bytes, from, size).slice());
      from += size;
    }
    return new Payload(objects);
  }

  /** Bytes from a seed. */
  static byte[] random(int size, long seed) {
    byte[] bytes = new byte[size];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }
}
