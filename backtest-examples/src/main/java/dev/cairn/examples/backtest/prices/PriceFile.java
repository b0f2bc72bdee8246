package dev.cairn.examples.backtest.prices;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the price file: a header, then one bar a line. Numbers are plain and no field is quoted, so
 * splitting at commas is all the CSV there is. The first bad line ends the reading.
 */
final class PriceFile {
  private static final String HEADER = "Ticker,Date,Open,High,Low,Close,Volume,Adj Close";
  private static final int FIELDS = 8;

  private PriceFile() {}

  /**
   * The adjusted histories in the file, by ticker.
   *
   * @param name of the file, for messages
   * @throws PriceFileException naming the line and what is wrong with it
   */
  static Map<String, PriceHistory> read(String name, Reader source) throws IOException {
    Map<String, List<DailyBar>> bars = new TreeMap<>();
    BufferedReader reader = new BufferedReader(source);
    String header = reader.readLine();
    if (!HEADER.equals(header)) {
      throw PriceFileException.badLine(name, 1, "the header must be '" + HEADER + "'");
    }
    long number = 1;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      try {
        add(line, bars);
      } catch (IllegalArgumentException | DateTimeParseException e) {
        throw PriceFileException.badLine(name, number, String.valueOf(e.getMessage()));
      }
    }
    if (bars.isEmpty()) {
      throw PriceFileException.badLine(name, number, "the file ends after its header");
    }
    Map<String, PriceHistory> histories = new TreeMap<>();
    bars.forEach((ticker, days) -> histories.put(ticker, new PriceHistory(ticker, days)));
    return histories;
  }

  private static void add(String line, Map<String, List<DailyBar>> bars) {
    String[] fields = line.split(",", -1);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException(
          "it has %d fields instead of %d".formatted(fields.length, FIELDS));
    }
    String ticker = fields[0];
    if (!ticker.matches("[A-Z]{1,5}")) {
      throw new IllegalArgumentException("the ticker is not 1 to 5 capital letters");
    }
    DailyBar traded =
        new DailyBar(
            LocalDate.parse(fields[1]),
            number("open", fields[2]),
            number("high", fields[3]),
            number("low", fields[4]),
            number("close", fields[5]),
            volume(fields[6]));
    double adjustedClose = number("adjusted close", fields[7]);
    List<DailyBar> days = bars.computeIfAbsent(ticker, unused -> new ArrayList<>());
    if (!days.isEmpty() && !traded.date().isAfter(days.get(days.size() - 1).date())) {
      throw new IllegalArgumentException(
          "%s is not after %s, the day before it in the file"
              .formatted(traded.date(), days.get(days.size() - 1).date()));
    }
    days.add(traded.scaledBy(adjustedClose / traded.close()));
  }

  private static double number(String what, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("the %s '%s' is not a number".formatted(what, text), e);
    }
  }

  private static long volume(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "the volume '%s' is not a whole number".formatted(text), e);
    }
  }
}
