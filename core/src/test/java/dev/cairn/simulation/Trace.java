package dev.cairn.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What happened, a line each. The names of objects hold random numbers and digests of contents that
 * hold such; each gets a number in the order in which they come up, so that two histories of one
 * seed read the same.
 */
final class Trace {
  private static final Pattern RANDOM = Pattern.compile("[0-9a-f]{64}(-[0-9a-f]{16})?");

  private final List<String> lines = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();

  void add(long micros, String who, String what) {
    lines.add("%10.3f ms  %-11s %s".formatted(micros / 1000.0, who, what));
  }

  /** A name without what is random in it. */
  String named(String key) {
    Matcher random = RANDOM.matcher(key);
    return random.find()
        ? random.replaceAll(
            found -> names.computeIfAbsent(found.group(), name -> "#" + (names.size() + 1)))
        : key;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /** The SHA-256 of all lines. */
  String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      lines.forEach(line -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
