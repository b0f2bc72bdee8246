package dev.cairn.examples.backtest.report;

import dev.cairn.examples.backtest.EquityCurve;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** The horizontal axis of the charts over days: one line a year, one tooltip a month. */
final class DayAxis {
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);

  private final Plot plot;
  private final List<LocalDate> days;
  private final Scale scale;

  DayAxis(Plot plot, EquityCurve curve) {
    this.plot = plot;
    this.days = curve.points().stream().map(EquityCurve.Point::date).toList();
    this.scale =
        Scale.linear(
            (double) days.get(0).toEpochDay(),
            (double) days.get(days.size() - 1).toEpochDay(),
            plot.innerLeft(),
            plot.innerRight());
  }

  /** The position of a day. */
  double at(LocalDate day) {
    return scale.at((double) day.toEpochDay());
  }

  /** Grid lines at the turns of years, labelled where there is room. */
  List<Element> years() {
    List<Element> lines = new ArrayList<>();
    LocalDate last = days.get(days.size() - 1);
    for (LocalDate year = days.get(0).withDayOfYear(1);
        !year.isAfter(last);
        year = year.plusYears(1)) {
      if (!year.isBefore(days.get(0))) {
        lines.add(plot.verticalLine(at(year), Integer.toString(year.getYear())));
      }
    }
    return lines;
  }

  /** The area of the days that no choice looked at; without size when there is none. */
  Element judged(LocalDate from) {
    double left = Math.min(Math.max(at(from), plot.innerLeft()), plot.innerRight());
    return Element.styled("g", "judged")
        .add(Plot.rectangle(left, plot.innerTop(), plot.innerRight() - left, plot.innerHeight()));
  }

  /**
   * Invisible columns that show what each month ended with.
   *
   * @param words about the day with a number
   */
  Element monthTooltips(IntFunction<String> words) {
    Element columns = Element.styled("g", "hover");
    int first = 0;
    for (int day = 1; day <= days.size(); day++) {
      if (day == days.size()
          || !YearMonth.from(days.get(day)).equals(YearMonth.from(days.get(first)))) {
        double left = at(days.get(first));
        double right = day == days.size() ? plot.innerRight() : at(days.get(day));
        columns.add(
            Plot.rectangle(left, plot.innerTop(), right - left, plot.innerHeight())
                .titled(MONTH.format(days.get(day - 1)) + ": " + words.apply(day - 1)));
        first = day;
      }
    }
    return columns;
  }
}
