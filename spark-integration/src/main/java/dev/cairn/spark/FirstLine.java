package dev.cairn.spark;

/** How what others say stands in a message of one line. */
final class FirstLine {
  private static final int MOST = 1000;

  private FirstLine() {}

  /** The first line of the text, printable and of bounded length. */
  static String of(String text) {
    String line = text.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ").strip();
    return line.length() <= MOST ? line : line.substring(0, MOST) + "...";
  }
}
