package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.UnaryOperator;

/** Turns an entry into one of another format, whole by its digest, as docs/format.md says. */
final class EntryOfFormat {
  private EntryOfFormat() {}

  static UnaryOperator<byte[]> two() {
    return entry -> {
      String text = new String(entry, ISO_8859_1);
      int end = text.indexOf('\n');
      String[] line = text.substring(0, end).split(" ", -1);
      String start = String.join(" ", line[0], "2", line[2], line[3]);
      String rest = text.substring(end + 1);
      return (start + " " + sha256(start + rest) + "\n" + rest).getBytes(ISO_8859_1);
    };
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(ISO_8859_1)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
