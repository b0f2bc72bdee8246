package dev.cairn;

import dev.cairn.codec.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * Bytes that need no memory, since they are made when they are asked for: random ones from a fixed
 * seed, other ones in some regions, and some inserted.
 *
 * @param size without what is inserted
 * @param regions how many regions have other bytes; they are spread evenly
 * @param changed how many bytes are others in each of them
 * @param insertedAt before which byte 100 more come; 0 for none
 */
record LargeState(long size, int regions, long changed, long insertedAt) {
  private static final int BLOCK = 1 << 13;

  static Codec<LargeState> codec() {
    return new Writing();
  }

  void writeTo(OutputStream out) throws IOException {
    byte[] block = new byte[BLOCK];
    var random = new SplittableRandom(1);
    for (long at = 0; at < size; at += BLOCK) {
      if (insertedAt > 0 && at >= insertedAt && at - insertedAt < BLOCK) {
        out.write(new byte[100]);
      }
      boolean isChanged = isChanged(at);
      ByteBuffer longs = ByteBuffer.wrap(block);
      while (longs.hasRemaining()) {
        longs.putLong(isChanged ? ~random.nextLong() : random.nextLong());
      }
      out.write(block, 0, (int) Math.min(BLOCK, size - at));
    }
  }

  private boolean isChanged(long at) {
    for (int region = 1; region <= regions; region++) {
      long begin = size / (regions + 1) * region;
      if (at >= begin && at - begin < changed) {
        return true;
      }
    }
    return false;
  }

  private record Writing() implements Codec<LargeState> {
    @Override
    public String name() {
      return "large";
    }

    @Override
    public void encode(LargeState value, OutputStream out) throws IOException {
      value.writeTo(out);
    }

    @Override
    public LargeState decode(InputStream in) {
      throw new UnsupportedOperationException("it is only written");
    }
  }
}
