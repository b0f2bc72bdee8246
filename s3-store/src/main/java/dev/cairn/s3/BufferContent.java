package dev.cairn.s3;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import software.amazon.awssdk.core.sync.RequestBody;

/** A buffer's remaining bytes as the body of a request, read anew for each attempt, not copied. */
final class BufferContent {
  private BufferContent() {}

  static RequestBody of(ByteBuffer content) {
    ByteBuffer whole = content.asReadOnlyBuffer();
    return RequestBody.fromContentProvider(
        () -> new BufferStream(whole.duplicate()), whole.remaining(), "application/octet-stream");
  }

  private static final class BufferStream extends InputStream {
    private final ByteBuffer rest;

    BufferStream(ByteBuffer rest) {
      this.rest = rest;
    }

    @Override
    public int read() {
      return rest.hasRemaining() ? rest.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      Objects.checkFromIndexSize(offset, length, target.length);
      if (length > 0 && !rest.hasRemaining()) {
        return -1;
      }
      int count = Math.min(length, rest.remaining());
      rest.get(target, offset, count);
      return count;
    }

    @Override
    public int available() {
      return rest.remaining();
    }
  }
}
