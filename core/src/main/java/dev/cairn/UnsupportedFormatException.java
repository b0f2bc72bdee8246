package dev.cairn;

/**
 * An object was written in a format that this version of Cairn does not know. Use a newer version;
 * nothing was changed.
 */
public final class UnsupportedFormatException extends CairnException {
  /**
   * An object of format {@code found}, where {@code known} is the newest one that is known here.
   */
  public UnsupportedFormatException(String what, long found, long known) {
    super(
        "%s has format %d, and this version of Cairn reads formats up to %d. Use a version of Cairn that writes format %d."
            .formatted(what, found, known, found));
  }
}
