package dev.cairn.run;

import dev.cairn.InvalidRequestException;
import dev.cairn.internal.text.OneLine;
import java.util.regex.Pattern;

/**
 * What a run is known by: a SHA-256 over its {@link RunDefinition}. Two definitions have the same
 * one when, and only when, they are equal.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Fingerprint(String hex) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  /**
   * Checks the form.
   *
   * @throws InvalidRequestException when it is another one
   */
  public Fingerprint {
    if (!FORM.matcher(hex).matches()) {
      throw new InvalidRequestException(
          "'%s' is not a fingerprint: give 64 lower-case hexadecimal digits."
              .formatted(OneLine.of(hex)));
    }
  }

  /** The digits. */
  @Override
  public String toString() {
    return hex;
  }
}
