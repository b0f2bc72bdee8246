package dev.cairn.internal.data;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.cairn.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Chunks to what is stored of them, and back. */
final class Compressing {
  private static final int ZSTD_LEVEL = 3;

  /** Zeroing a new array for each chunk takes as long as to find out that it cannot get smaller. */
  private static final ThreadLocal<SoftReference<byte[]>> SCRATCH =
      ThreadLocal.withInitial(() -> new SoftReference<>(new byte[0]));

  private Compressing() {}

  /** A chunk as it is stored. */
  record Packed(ByteBuffer bytes, Compression compression) {}

  /**
   * The chunk compressed, or as it is when that saves less than a thirty-second. The bytes are
   * overwritten when the same thread packs its next chunk.
   *
   * @param raw what is between position and limit, in an array
   */
  static Packed pack(ByteBuffer raw, Compression wish) {
    ByteBuffer packed =
        switch (wish) {
          case NONE -> raw;
          case GZIP -> gzip(raw);
          case ZSTD -> zstd(raw);
        };
    return packed.remaining() < raw.remaining() - raw.remaining() / 32
        ? new Packed(packed, wish)
        : new Packed(raw, Compression.NONE);
  }

  private static ByteBuffer zstd(ByteBuffer raw) {
    byte[] scratch = scratch(Math.toIntExact(Zstd.compressBound(raw.remaining())));
    long size =
        Zstd.compressByteArray(
            scratch,
            0,
            scratch.length,
            raw.array(),
            raw.arrayOffset() + raw.position(),
            raw.remaining(),
            ZSTD_LEVEL);
    return ByteBuffer.wrap(scratch, 0, Math.toIntExact(size)).slice();
  }

  private static byte[] scratch(int size) {
    byte[] known = SCRATCH.get().get();
    if (known != null && known.length >= size) {
      return known;
    }
    byte[] scratch = new byte[size];
    SCRATCH.set(new SoftReference<>(scratch));
    return scratch;
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

  private static ByteBuffer gzip(ByteBuffer raw) {
    var bytes = new ByteArrayOutputStream(raw.remaining() / 2 + 64);
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(raw.array(), raw.arrayOffset() + raw.position(), raw.remaining());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }
}
