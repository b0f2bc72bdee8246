package dev.cairn.s3;

/** Foreign text as it may stand in a message: one printable line of bounded length. */
final class OneLine {
  private static final int MAX_LENGTH = 200;

  private OneLine() {}

  static String of(Throwable thrown) {
    String message = thrown.getMessage();
    return of(message == null ? thrown.getClass().getSimpleName() : message);
  }

  static String of(String text) {
    String line = text.replaceAll("[^\\x20-\\x7e]+", " ").strip();
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "...";
  }
}
