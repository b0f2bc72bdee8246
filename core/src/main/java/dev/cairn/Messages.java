package dev.cairn;

/** How foreign text stands in a message. */
final class Messages {
  private static final int MOST = 100;

  private Messages() {}

  /** The text as one printable line of bounded length. */
  static String shown(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(MOST)
        .forEach(
            c -> {
              if (c >= ' ' && c < 127) {
                line.appendCodePoint(c);
              } else {
                line.append(String.format("\\u%04x", c));
              }
            });
    return text.length() > MOST ? line + "..." : line.toString();
  }
}
