package dev.cairn.run;

import java.util.regex.Pattern;

/**
 * What a run is known by: SHA-256 over its definition. Runs with equal fingerprints give equal
 * results.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Fingerprint(String hex) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  /** Checks the form. */
  public Fingerprint {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("A fingerprint has 64 lower-case hexadecimal digits.");
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
