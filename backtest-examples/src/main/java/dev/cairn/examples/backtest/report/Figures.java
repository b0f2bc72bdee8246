package dev.cairn.examples.backtest.report;

import java.time.Duration;
import java.util.Locale;

/** How numbers are written for people, the same in every locale. */
final class Figures {
  private Figures() {}

  /** A whole number in groups of three: {@code 5,985}. */
  static String count(long value) {
    return signed(String.format(Locale.ROOT, "%,d", value));
  }

  /** A ratio with two decimals: {@code 1.35}. */
  static String ratio(double value) {
    return signed(String.format(Locale.ROOT, "%.2f", value));
  }

  /** A fraction as a percentage with one decimal: {@code 12.5 %}. */
  static String percent(double fraction) {
    return signed(String.format(Locale.ROOT, "%.1f\u00A0%%", fraction * 100));
  }

  /** A fraction as a whole percentage: {@code 40 %}. */
  static String wholePercent(double fraction) {
    return signed(String.format(Locale.ROOT, "%.0f\u00A0%%", fraction * 100));
  }

  /** A multiple of a stake: {@code 9.6×}, or {@code 0.85×} when it is below 1. */
  static String multiple(double value) {
    String format = value < 1 ? "%.2f×" : value < 100 ? "%.1f×" : "%.0f×";
    return String.format(Locale.ROOT, format, value);
  }

  /** A span of time in the unit that suits it: {@code 0.4 s}, {@code 21 s}, {@code 3 min 5 s}. */
  static String seconds(double seconds) {
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1f\u00A0s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + "\u00A0s";
    }
    return whole < 3600
        ? "%d\u00A0min %d\u00A0s".formatted(whole / 60, whole % 60)
        : "%d\u00A0h %d\u00A0min".formatted(whole / 3600, whole % 3600 / 60);
  }

  /** A span of time in the unit that suits it. */
  static String duration(Duration duration) {
    return seconds(duration.toNanos() / 1e9);
  }

  /** A position in a drawing, to a hundredth, without what says nothing. */
  static String coordinate(double value) {
    long hundredths = Math.round(value * 100);
    String sign = hundredths < 0 ? "-" : "";
    long whole = Math.abs(hundredths) / 100;
    long rest = Math.abs(hundredths) % 100;
    if (rest == 0) {
      return sign + whole;
    }
    return sign + whole + (rest % 10 == 0 ? "." + rest / 10 : rest < 10 ? ".0" + rest : "." + rest);
  }

  /** A real minus sign, as wide as the digits; none before what rounds to zero. */
  private static String signed(String number) {
    if (!number.startsWith("-")) {
      return number;
    }
    return number.chars().anyMatch(c -> c >= '1' && c <= '9')
        ? "\u2212" + number.substring(1)
        : number.substring(1);
  }
}
