package dev.cairn.run;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Parts and results for tests, from seeds. */
final class Parts {
  private static final String LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";

  private Parts() {}

  static PartName name(long first, long last, String attempt) {
    return new PartName(new UnitInterval(first, last), attempt, "0".repeat(64));
  }

  static PartName randomName(Random random, int universe) {
    int first = random.nextInt(universe);
    int last = first + random.nextInt(1 + universe / 3);
    return new PartName(new UnitInterval(first, last), attempt(random), digest(random));
  }

  /** Often short and alike, so that one is the beginning of another. */
  static String attempt(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      text.append(LETTERS.charAt(random.nextInt(random.nextBoolean() ? 2 : LETTERS.length())));
    }
    return text.toString();
  }

  static String digest(Random random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Results that are empty, short, long, compressible or not. */
  static List<byte[]> randomResults(Random random, int count) {
    boolean noise = random.nextInt(3) == 0;
    List<byte[]> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] result = new byte[random.nextInt(4) == 0 && !noise ? 0 : random.nextInt(60)];
      if (noise || random.nextBoolean()) {
        random.nextBytes(result);
      }
      results.add(result);
    }
    return results;
  }
}
