package dev.cairn.run;

import dev.cairn.InvalidRequestException;
import dev.cairn.internal.text.OneLine;
import java.io.Serializable;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a part: which units it holds, who wrote it, and the digest of its content. A resume
 * needs to know no more, and a listing tells it.
 *
 * <p>Names order as their texts do, and so by their first unit, then by their last.
 *
 * @param units whose results the part holds, at most {@value #MAX_UNITS}
 * @param attempt who wrote it: 1 to 32 lower-case letters and digits that no other attempt uses
 * @param sha256 of its content, 64 lower-case hexadecimal digits; it covers the units and their
 *     results, and is the same for the same results, whether or not they were compressed
 */
public record PartName(UnitInterval units, String attempt, String sha256)
    implements Comparable<PartName>, Serializable {
  /**
   * The most units that one part may hold, so that a name which lies costs a bounded amount of
   * memory.
   */
  public static final int MAX_UNITS = 1 << 20;

  private static final Pattern ATTEMPT = Pattern.compile("[a-z0-9]{1,32}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern FORM =
      Pattern.compile("([0-9]{12})-([0-9]{12})-([a-z0-9]{1,32})-([0-9a-f]{64})");

  // The order of the texts: numbers have a fixed number of digits, and where one attempt is the
  // beginning of the other, the '-' that ends it comes before all letters and digits.
  private static final Comparator<PartName> ORDER =
      Comparator.comparingLong((PartName name) -> name.units.first())
          .thenComparingLong(name -> name.units.last())
          .thenComparing(PartName::attempt)
          .thenComparing(PartName::sha256);

  /**
   * Checks that the name can be written and read back.
   *
   * @throws InvalidRequestException when it cannot
   */
  public PartName {
    if (units.size() > MAX_UNITS) {
      throw new InvalidRequestException(
          "A part cannot hold the %d units %s: write several parts of at most %d units."
              .formatted(units.size(), units, MAX_UNITS));
    }
    if (!ATTEMPT.matcher(attempt).matches()) {
      throw new InvalidRequestException(
          "'%s' cannot name an attempt: use 1 to 32 lower-case letters and digits."
              .formatted(OneLine.of(attempt)));
    }
    if (!SHA256.matcher(sha256).matches()) {
      throw new InvalidRequestException(
          "'%s' is not the SHA-256 of a part: give 64 lower-case hexadecimal digits."
              .formatted(OneLine.of(sha256)));
    }
  }

  /** The part that a text names, or empty when it is not the name of a part. */
  public static Optional<PartName> parse(String name) {
    Matcher form = FORM.matcher(name);
    if (!form.matches()) {
      return Optional.empty();
    }
    long first = Long.parseLong(form.group(1));
    long last = Long.parseLong(form.group(2));
    if (last < first || last >= RunDefinition.MAX_UNITS || last - first >= MAX_UNITS) {
      return Optional.empty();
    }
    return Optional.of(new PartName(new UnitInterval(first, last), form.group(3), form.group(4)));
  }

  /** {@code <first, 12 digits>-<last, 12 digits>-<attempt>-<sha256>}; 92 to 123 characters. */
  public String format() {
    return digits(units.first()) + "-" + digits(units.last()) + "-" + attempt + "-" + sha256;
  }

  @Override
  public int compareTo(PartName other) {
    return ORDER.compare(this, other);
  }

  /** The name as {@link #format} writes it. */
  @Override
  public String toString() {
    return format();
  }

  private static String digits(long unit) {
    String digits = Long.toString(unit);
    return "0".repeat(12 - digits.length()) + digits;
  }
}
