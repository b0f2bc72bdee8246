package dev.cairn;

import dev.cairn.codec.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A process whose state is larger than its heap: it saves it, and restores it. */
final class LargeStateMain {
  private static final int BLOCK = 1 << 16;

  private LargeStateMain() {}

  /** Arguments: the URI of the store, the size. */
  public static void main(String[] arguments) throws IOException {
    long size = Long.parseLong(arguments[1]);
    try (CheckpointManager manager =
        CheckpointManager.builder()
            .store(arguments[0])
            .process(ProcessId.training("ranker"))
            .open()) {
      manager.save(Progress.at(1), State.of("state", new Counting(), size));
      System.out.println("saved");
    }
    try (CheckpointManager manager =
        CheckpointManager.builder()
            .store(arguments[0])
            .process(ProcessId.training("ranker"))
            .open()) {
      Restored restored = manager.restoreLatest().orElseThrow();
      if (restored.item("state", new Counting()) != size) {
        throw new IllegalStateException("not what was saved");
      }
      System.out.println("restored");
    }
  }

  /** As many bytes as the value says; each block has its number in it. */
  private record Counting() implements Codec<Long> {
    @Override
    public String name() {
      return "counting";
    }

    @Override
    public void encode(Long size, OutputStream out) throws IOException {
      for (long at = 0; at < size; at += BLOCK) {
        out.write(block(at), 0, (int) Math.min(BLOCK, size - at));
      }
    }

    @Override
    public Long decode(InputStream in) throws IOException {
      long size = 0;
      byte[] read = new byte[BLOCK];
      for (int count = in.readNBytes(read, 0, BLOCK);
          count > 0;
          count = in.readNBytes(read, 0, BLOCK)) {
        byte[] expected = block(size);
        if (!ByteBuffer.wrap(read, 0, count).equals(ByteBuffer.wrap(expected, 0, count))) {
          throw new IOException("other bytes at " + size);
        }
        size += count;
      }
      return size;
    }

    private static byte[] block(long at) {
      byte[] block = new byte[BLOCK];
      ByteBuffer.wrap(block).putLong(at).putLong(BLOCK / 2, ~at);
      return block;
    }
  }
}
