package dev.cairn.store;

import dev.cairn.internal.text.OneLine;
import java.util.regex.Pattern;

/**
 * The name of an object below the root of its store: segments of letters, digits, {@code .}, {@code
 * _}, {@code -} and {@code =}, separated by single slashes. A segment has 1 to {@value
 * #MAX_SEGMENT} characters and is never {@code .} or {@code ..}; a key has at most {@value
 * #MAX_LENGTH} characters, all ASCII, so that characters are bytes. Within these limits every store
 * accepts every key, and no key means a place outside the root.
 *
 * <p>Keys order by their bytes, as listings do.
 *
 * @param value the whole key
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {
  /**
   * The most characters that one segment may have. It leaves room for what a file system adds to a
   * name.
   */
  public static final int MAX_SEGMENT = 200;

  /**
   * The most characters that a key may have. S3 allows 1,024 bytes, the prefix of the store
   * included.
   */
  public static final int MAX_LENGTH = 700;

  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._=-]{1," + MAX_SEGMENT + "}");

  /**
   * Checks the key.
   *
   * @throws InvalidKeyException when the value is not of the form that the class describes
   */
  public ObjectKey {
    if (value.length() > MAX_LENGTH) {
      throw new InvalidKeyException(
          value, "it has " + value.length() + " characters, at most " + MAX_LENGTH + " fit");
    }
    for (String segment : value.split("/", -1)) {
      checkSegment(value, segment);
    }
  }

  /** The key whose last segment is {@code segment}, below the folder that this key names. */
  public ObjectKey child(String segment) {
    return new ObjectKey(value + "/" + segment);
  }

  /** The last segment. */
  public String name() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  @Override
  public int compareTo(ObjectKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  static void checkSegment(String whole, String segment) {
    if (!SEGMENT.matcher(segment).matches() || segment.equals(".") || segment.equals("..")) {
      throw new InvalidKeyException(
          whole, "the segment '" + OneLine.of(segment) + "' is not a name");
    }
  }
}
