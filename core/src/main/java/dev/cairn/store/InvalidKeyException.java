package dev.cairn.store;

import dev.cairn.CairnException;

/** A name that no store accepts. Use another name; nothing was read or written. */
public final class InvalidKeyException extends CairnException {
  InvalidKeyException(String value, String why) {
    super(
        "'%s' cannot name an object: %s. Use segments of letters, digits, '.', '_', '-' and '=', separated by '/'."
            .formatted(printable(value), why));
  }

  /** The value as one printable line of bounded length, whatever it holds. */
  static String printable(String value) {
    StringBuilder line = new StringBuilder();
    value
        .codePoints()
        .limit(100)
        .forEach(
            c -> {
              if (c >= ' ' && c < 127) {
                line.appendCodePoint(c);
              } else {
                line.append(String.format("\\u%04x", c));
              }
            });
    return line.toString();
  }
}
