package dev.cairn.hostile;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** Bytes that are nearly right, and bytes that are not. */
final class Bytes {
  private static final int BOMB = 96 << 20;

  // Made once: compressing so much takes longer than reading it.
  private static final byte[] FRAME = bomb();

  private Bytes() {}

  /** The bytes with a bit flipped, an end cut off, some of them repeated or overwritten. */
  static byte[] near(byte[] good, SplittableRandom random) {
    if (good.length == 0) {
      return noise(random, random.nextInt(64));
    }
    byte[] bytes = good.clone();
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> Arrays.copyOf(bytes, bytes.length + random.nextInt(1, 4096));
      case 2 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at / 2, bytes.length));
      case 3 -> noise(random, random.nextInt(256));
      case 4 -> FRAME.clone();
      case 5 -> {
        // A length, most likely, when it is at the begin.
        int word = random.nextInt(Math.min(32, bytes.length));
        byte[] huge = new byte[] {0x7f, -1, -1, -1};
        System.arraycopy(huge, 0, bytes, word, Math.min(4, bytes.length - word));
        yield bytes;
      }
      default -> {
        for (int i = random.nextInt(1, 4); i > 0; i--) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        yield bytes;
      }
    };
  }

  /** A frame of a few KiB that unpacks to far more than there is memory. */
  static byte[] frame() {
    return FRAME.clone();
  }

  static byte[] noise(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] joined(byte[]... all) {
    ByteBuffer joined = ByteBuffer.allocate(Arrays.stream(all).mapToInt(one -> one.length).sum());
    Arrays.stream(all).forEach(joined::put);
    return joined.array();
  }

  static String sha256(byte[]... all) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      Arrays.stream(all).forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  private static byte[] bomb() {
    // In the small heap of the proof: as a stream, which takes no more than its blocks.
    var out = new ByteArrayOutputStream();
    try (var zstd = new ZstdOutputStream(out, Zstd.defaultCompressionLevel())) {
      byte[] zeros = new byte[1 << 16];
      for (int i = 0; i < BOMB; i += zeros.length) {
        zstd.write(zeros);
      }
    } catch (IOException e) {
      throw new AssertionError("nothing is written outside of memory", e);
    }
    return out.toByteArray();
  }
}
