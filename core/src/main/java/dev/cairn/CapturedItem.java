package dev.cairn;

import dev.cairn.internal.data.StateWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * An item as it was when it was captured: its bytes in memory, up to a bound, in blocks that take
 * little more of the heap than there are bytes.
 */
final class CapturedItem extends OutputStream implements StateWriter.Source {
  private static final int FIRST_BLOCK = 1 << 10;
  private static final int LARGEST_BLOCK = 1 << 20;

  private final StateWriter.Source source;
  private final long most;
  private final List<byte[]> full = new ArrayList<>();
  private byte[] block = new byte[0];
  private int inBlock;
  private long size;
  private boolean tooLarge;

  /** Nothing yet, of an item that is to have at most so many bytes. */
  CapturedItem(StateWriter.Source source, long most) {
    this.source = source;
    this.most = most;
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public String codec() {
    return source.codec();
  }

  @Override
  public void encode(OutputStream out) throws IOException {
    for (byte[] bytes : full) {
      out.write(bytes);
    }
    out.write(block, 0, inBlock);
  }

  long size() {
    return size;
  }

  /** Whether more was written than is taken. */
  boolean isTooLarge() {
    return tooLarge;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (tooLarge || size + length > most) {
      tooLarge = true;
      throw new IllegalStateException("the state is larger than what may be pending");
    }
    size += length;
    for (int from = offset, left = length; left > 0; ) {
      if (inBlock == block.length) {
        nextBlock();
      }
      int count = Math.min(left, block.length - inBlock);
      System.arraycopy(bytes, from, block, inBlock, count);
      inBlock += count;
      from += count;
      left -= count;
    }
  }

  private void nextBlock() {
    int next = Math.max(FIRST_BLOCK, Math.min(LARGEST_BLOCK, 2 * block.length));
    if (inBlock > 0) {
      full.add(block);
    }
    block = new byte[next];
    inBlock = 0;
  }
}
