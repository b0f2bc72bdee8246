package dev.cairn.hostile;

import java.util.List;
import java.util.SplittableRandom;

/** Texts that break programs. */
final class Texts {
  private static final List<String> KNOWN =
      List.of(
          "",
          " ",
          ".",
          "..",
          "../..",
          "/",
          "//",
          "/etc/passwd",
          "a/../../b",
          "a//b",
          "a\\b",
          "C:\\x",
          "a\0b",
          "a\nb",
          "a\r\nb: c",
          "\t",
          "\u202egnp.exe",
          "\ufeffa",
          "caf\u00e9",
          "cafe\u0301",
          "\u212b",
          "\ud83d\ude00",
          "\ud800",
          "%2e%2e%2f",
          "%00",
          "$(id)",
          "${jndi:x}",
          "' or 1=1",
          "<a>&amp;",
          "null",
          "NaN",
          "latest",
          "v1",
          "v0",
          "v999999999999",
          "-1",
          "0",
          "1e400",
          "9223372036854775808",
          "CON",
          "~",
          "*",
          "?",
          "#",
          "%s%n%d",
          "{0}");

  private static final String LETTERS =
      "aZ09._-=/ \\:%?#@[]{}'\"\0\n\u007f\u0080\u00e9\u0301\u202e\ud83d\ude00";

  private Texts() {}

  static String any(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> letters(random, random.nextInt(1, 12));
      case 1 -> letters(random, 1024);
      case 2 -> "a".repeat(random.nextInt(1, 2_000));
      case 3 -> "a/".repeat(random.nextInt(1, 512)) + "b";
      case 4 -> known(random) + known(random);
      case 5 -> known(random) + "/" + known(random);
      default -> known(random);
    };
  }

  /** The text with something in it changed, so that most of it is still as it should be. */
  static String near(String text, SplittableRandom random) {
    int at = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), at + random.nextInt(3));
    return text.substring(0, at)
        + (random.nextInt(4) == 0 ? any(random) : letters(random, random.nextInt(3)))
        + text.substring(to);
  }

  private static String known(SplittableRandom random) {
    return KNOWN.get(random.nextInt(KNOWN.size()));
  }

  private static String letters(SplittableRandom random, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
