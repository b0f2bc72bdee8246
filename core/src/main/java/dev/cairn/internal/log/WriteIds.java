package dev.cairn.internal.log;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Where write ids come from. No two entries may ever have the same one, whoever writes them, since
 * by it a writer knows its own entry again.
 */
public final class WriteIds {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private WriteIds() {}

  /** 128 random bits each, as 32 lower-case hexadecimal digits. */
  public static Supplier<String> random() {
    return () -> {
      byte[] bits = new byte[16];
      RANDOM.nextBytes(bits);
      return HexFormat.of().formatHex(bits);
    };
  }

  static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }
}
