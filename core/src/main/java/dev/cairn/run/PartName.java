package dev.cairn.run;

import dev.cairn.InvalidRequestException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a part: which units it holds, and the digest of its bytes. It is all that a resume
 * has to know.
 *
 * @param units whose results the part holds
 * @param attempt who wrote it, 1 to 32 lower-case letters and digits, so that attempts never meet
 * @param sha256 of the whole object, 64 lower-case hexadecimal digits
 */
public record PartName(UnitInterval units, String attempt, String sha256)
    implements Comparable<PartName> {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{12})-([0-9]{12})-([a-z0-9]{1,32})-([0-9a-f]{64})");

  /** Checks that the name can be written and read back. */
  public PartName {
    String text = format(units, attempt, sha256);
    if (units.last() >= RunDefinition.MAX_UNITS || !FORM.matcher(text).matches()) {
      throw new InvalidRequestException(
          "'%s' cannot name a part of a run.".formatted(text.replaceAll("[^ -~]", "?")));
    }
  }

  /** The part that an object's name tells of, or empty when it is not the name of a part. */
  public static Optional<PartName> parse(String name) {
    Matcher form = FORM.matcher(name);
    if (!form.matches()) {
      return Optional.empty();
    }
    long first = Long.parseLong(form.group(1));
    long last = Long.parseLong(form.group(2));
    if (last < first || last >= RunDefinition.MAX_UNITS) {
      return Optional.empty();
    }
    return Optional.of(new PartName(new UnitInterval(first, last), form.group(3), form.group(4)));
  }

  /**
   * {@code <first, 12 digits>-<last, 12 digits>-<attempt>-<sha256>}, so that names order by their
   * first unit.
   */
  public String format() {
    return format(units, attempt, sha256);
  }

  @Override
  public int compareTo(PartName other) {
    return format().compareTo(other.format());
  }

  @Override
  public String toString() {
    return format();
  }

  private static String format(UnitInterval units, String attempt, String sha256) {
    return "%012d-%012d-%s-%s".formatted(units.first(), units.last(), attempt, sha256);
  }
}
