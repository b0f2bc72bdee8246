package dev.cairn.internal.text;

/** Foreign text as one printable line of bounded length, for messages. */
public final class OneLine {
  private static final int MOST = 100;
  private static final int MOST_IN_MESSAGE = 4000;

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

  /**
   * A whole message, with letters of all scripts in it; what does not print, or changes how the
   * text around it prints, is escaped.
   */
  public static String message(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .limit(MOST_IN_MESSAGE)
        .forEach(
            c -> {
              if (prints(c)) {
                line.appendCodePoint(c);
              } else {
                line.append(String.format("\\u%04x", c));
              }
            });
    return text.codePointCount(0, text.length()) > MOST_IN_MESSAGE ? line + "..." : line.toString();
  }

  private static boolean prints(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
