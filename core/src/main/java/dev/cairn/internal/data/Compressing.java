package dev.cairn.internal.data;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.cairn.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Chunks to what is stored of them, and back. */
final class Compressing {
  private static final int ZSTD_LEVEL = 3;
  private static final int ZSTD_SAMPLE_LEVEL = 1;

  /** Of a chunk with less than four samples no sample is taken. */
  private static final int PIECE = 8 << 10;

  private static final int PIECES = 32;
  private static final int SAMPLE = PIECES * PIECE;

  private Compressing() {}

  /** A chunk as it is stored. */
  record Packed(Chunk chunk, Compression compression) {}

  /**
   * The chunk compressed, in an array of a pool, or as it is when that saves less than a
   * thirty-second, or when a sample of it hardly gets smaller.
   *
   * <p>The sample is {@value #PIECES} pieces from all over the chunk, put together. It finds out in
   * a fraction of the time what looks like noise. What repeats is no noise to it: with a period of
   * up to {@value #SAMPLE} bytes, two of the pieces have something in common. What repeats farther
   * apart may be stored as it is.
   */
  static Packed pack(Chunk raw, Compression wish, ChunkBuffers buffers) {
    if (wish == Compression.NONE || !worthwhile(raw)) {
      return new Packed(raw, Compression.NONE);
    }
    int limit = raw.size() - raw.size() / 32 - 1;
    byte[] array = buffers.larger(new byte[0], 0, raw.size());
    OptionalInt size =
        wish == Compression.ZSTD
            ? zstd(raw.bytes(), ZSTD_LEVEL, array, limit)
            : gzip(raw.bytes(), array, limit);
    if (size.isEmpty()) {
      buffers.give(array);
      return new Packed(raw, Compression.NONE);
    }
    return new Packed(new Chunk(buffers, array, size.getAsInt()), wish);
  }

  private static boolean worthwhile(Chunk raw) {
    if (raw.size() < 4 * SAMPLE) {
      return true;
    }
    byte[] sample = new byte[SAMPLE];
    for (int piece = 0; piece < PIECES; piece++) {
      long from = (long) (raw.size() - PIECE) * piece / (PIECES - 1);
      raw.bytes().position((int) from).get(sample, piece * PIECE, PIECE);
    }
    int limit = SAMPLE - SAMPLE / 128;
    return zstd(ByteBuffer.wrap(sample), ZSTD_SAMPLE_LEVEL, new byte[limit], limit).isPresent();
  }

  /** How many bytes the compressed ones are, or nothing when they do not fit into the limit. */
  private static OptionalInt zstd(ByteBuffer raw, int level, byte[] target, int limit) {
    try {
      long size =
          Zstd.compressByteArray(
              target,
              0,
              limit,
              raw.array(),
              raw.arrayOffset() + raw.position(),
              raw.remaining(),
              level);
      return OptionalInt.of(Math.toIntExact(size));
    } catch (ZstdException e) {
      if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
        return OptionalInt.empty();
      }
      throw e;
    }
  }

  /**
   * The chunk that some stored bytes stand for, which is to have {@code size} bytes. No more than
   * that is ever allocated, whatever the stored bytes say.
   *
   * @throws IOException when they do not stand for a chunk of that size
   */
  static byte[] unpack(byte[] stored, Compression compression, int size) throws IOException {
    switch (compression) {
      case NONE -> {
        requireSize(stored.length, size);
        return stored;
      }
      case GZIP -> {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(stored))) {
          byte[] raw = in.readNBytes(size);
          requireSize(raw.length + (in.read() < 0 ? 0L : 1L), size);
          return raw;
        }
      }
      case ZSTD -> {
        byte[] raw = new byte[size];
        long count;
        try {
          count = Zstd.decompressByteArray(raw, 0, size, stored, 0, stored.length);
        } catch (ZstdException e) {
          throw new IOException("it is not a Zstandard frame of its size: " + e.getMessage(), e);
        }
        requireSize(count, size);
        return raw;
      }
    }
    throw new AssertionError(compression);
  }

  private static void requireSize(long found, int size) throws IOException {
    if (found != size) {
      throw new IOException(
          "it holds "
              + (found > size ? "more" : "fewer")
              + " than the "
              + size
              + " bytes that the log lists");
    }
  }

  private static OptionalInt gzip(ByteBuffer raw, byte[] target, int limit) {
    var bytes = new ByteArrayOutputStream(raw.remaining() / 2 + 64);
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(raw.array(), raw.arrayOffset() + raw.position(), raw.remaining());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (bytes.size() > limit) {
      return OptionalInt.empty();
    }
    System.arraycopy(bytes.toByteArray(), 0, target, 0, bytes.size());
    return OptionalInt.of(bytes.size());
  }
}
