package dev.cairn.internal.text;

/** Foreign text as one printable line of bounded length, for messages. */
public final class OneLine {
  private static final int MOST = 100;

  private OneLine() {}

  /**
   * The text with everything that is not printable ASCII escaped, cut after {@value #MOST}
   * characters.
   */
  public static String of(String text) {
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
    return text.codePointCount(0, text.length()) > MOST ? line + "..." : line.toString();
  }
}
