package dev.cairn.spark.streaming;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of the entries of Spark's logs: the number of a batch, which only grows. */
final class LogEntryName {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18})(\\.compact)?");

  private LogEntryName() {}

  /** The number, when the name is nothing else. */
  static Optional<Long> number(String name) {
    Matcher form = FORM.matcher(name);
    return form.matches() && form.group(2) == null
        ? Optional.of(Long.parseLong(form.group(1)))
        : Optional.empty();
  }

  /** The number of an entry, also of one that sums up those before it. */
  static Optional<Long> numberOrCompacted(String name) {
    Matcher form = FORM.matcher(name);
    return form.matches() ? Optional.of(Long.parseLong(form.group(1))) : Optional.empty();
  }
}
