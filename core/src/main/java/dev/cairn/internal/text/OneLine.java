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
    return of(text, MOST);
  }

  /** The same, cut after {@code most} characters. */
  public static String of(String text, int most) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(most)
        .forEach(
            c -> {
              if (c >= ' ' && c < 127) {
                line.appendCodePoint(c);
              } else {
                line.append(String.format("\\u%04x", c));
              }
            });
    return text.codePointCount(0, text.length()) > most ? line + "..." : line.toString();
  }
}
