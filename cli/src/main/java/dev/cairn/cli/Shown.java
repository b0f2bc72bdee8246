package dev.cairn.cli;

import dev.cairn.Progress;
import dev.cairn.Status;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Numbers, times and states as people read them. */
final class Shown {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Shown() {}

  /** With separators: {@code 81,240}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A count with its noun, in the singular where it is one. */
  static String count(long number, String one, String more) {
    return count(number) + " " + (number == 1 ? one : more);
  }

  /** In powers of 1,024: {@code 3.2 MiB}. */
  static String bytes(long bytes) {
    if (bytes < 1024) {
      return count(bytes, "byte", "bytes");
    }
    double value = bytes;
    int unit = -1;
    while (value >= 1023.95 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /** Rounded down to its largest unit: {@code 12 s}, {@code 3 min}, {@code 5 h}, {@code 2 days}. */
  static String duration(Duration time) {
    if (time.toMinutes() < 1) {
      return time.toSeconds() + " s";
    }
    if (time.toHours() < 1) {
      return time.toMinutes() + " min";
    }
    if (time.toDays() < 1) {
      return time.toHours() + " h";
    }
    return count(time.toDays(), "day", "days");
  }

  /** In lower case: {@code in progress}. */
  static String status(Status status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** {@code step 81,240 of 100,000 (81 %)}; the percentage is rounded down, so 100 means done. */
  static String step(Progress progress) {
    StringBuilder text = new StringBuilder("step ").append(count(progress.step()));
    progress.totalSteps().ifPresent(total -> text.append(" of ").append(count(total)));
    progress.percent().ifPresent(percent -> text.append(" (" + (long) percent + " %)"));
    return text.toString();
  }

  /** {@code loss 0.31, sharpe 1.83}, by name. */
  static String metrics(Map<String, Double> metrics) {
    return metrics.entrySet().stream()
        .map(metric -> metric.getKey() + " " + number(metric.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** To six digits, without zeros that say nothing. */
  private static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return count((long) value);
    }
    return String.format(Locale.ROOT, "%.6g", value).replaceFirst("(\\.\\d*?)0+(e|$)", "$1$2");
  }
}
