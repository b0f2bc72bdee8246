package dev.cairn.examples.backtest.prices;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.StringReader;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceFileTest {
  private static final String HEADER = "Ticker,Date,Open,High,Low,Close,Volume,Adj Close\n";
  private static final String GOOD = "IBM,2001-01-02,10,12,8,11,100,5.5\n";

  @Test
  void read_goodLine_scalesAllPricesByTheAdjustedClose() throws IOException {
    DailyBar bar = ibm(HEADER + GOOD).bar(0);

    assertThat(bar).isEqualTo(new DailyBar(LocalDate.of(2001, 1, 2), 5, 6, 4, 5.5, 100));
  }

  @Test
  void read_roundingFactor_keepsTheOrderOfThePrices() throws IOException {
    DailyBar bar = ibm(HEADER + "IBM,2001-01-02,0.3,0.3,0.1,0.3,100,0.1\n").bar(0);

    assertThat(bar.close()).isCloseTo(0.1, within(1e-16));
    assertThat(bar.high()).isGreaterThanOrEqualTo(bar.close());
  }

  @Test
  void read_severalTickers_separatesThem() throws IOException {
    Map<String, PriceHistory> histories =
        read(HEADER + GOOD + "FB,2000-01-02,1,1,1,1,0,1\n" + GOOD.replace("01-02", "01-03"));

    assertThat(histories).containsOnlyKeys("FB", "IBM");
    assertThat(requireNonNull(histories.get("IBM")).size()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IBM,2001-01-03,10,12,8,11,100         | it has 7 fields instead of 8",
        "ibm,2001-01-03,10,12,8,11,100,5.5     | the ticker is not 1 to 5 capital letters",
        "IBM,2001-13-03,10,12,8,11,100,5.5     | Text '2001-13-03' could not be parsed",
        "IBM,2001-01-02,10,12,8,11,100,5.5     | 2001-01-02 is not after 2001-01-02",
        "IBM,2001-01-01,10,12,8,11,100,5.5     | 2001-01-01 is not after 2001-01-02",
        "IBM,2001-01-03,ten,12,8,11,100,5.5    | the open 'ten' is not a number",
        "IBM,2001-01-03,10,,8,11,100,5.5       | the high '' is not a number",
        "IBM,2001-01-03,NaN,12,8,11,100,5.5    | the open NaN is not a positive price",
        "IBM,2001-01-03,10,Infinity,8,11,1,5.5 | the high Infinity is not a positive price",
        "IBM,2001-01-03,10,12,-8,11,100,5.5    | the low -8.0 is not a positive price",
        "IBM,2001-01-03,10,12,8,0,100,5.5      | the close 0.0 is not a positive price",
        "IBM,2001-01-03,10,9,8,8.5,100,5.5     | the high 9.0 is below another price",
        "IBM,2001-01-03,10,12,10.5,11,100,5.5  | the low 10.5 is above another price",
        "IBM,2001-01-03,10,12,8,11,1.5,5.5     | the volume '1.5' is not a whole number",
        "IBM,2001-01-03,10,12,8,11,-1,5.5      | the volume -1 is negative",
        "IBM,2001-01-03,10,12,8,11,100,0       | the open 0.0 is not a positive price",
      })
  void read_badLine_namesTheLineAndTheReason(String line, String reason) {
    assertThatThrownBy(() -> read(HEADER + GOOD + line + "\n"))
        .isInstanceOf(PriceFileException.class)
        .hasMessageStartingWith("Line 3 of test.csv is not a daily bar: " + reason)
        .hasMessageEndingWith("Restore the file as it was shipped.")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void read_wrongHeader_isRefused() {
    assertThatThrownBy(() -> read("Date,Close\n")).hasMessageStartingWith("Line 1 of test.csv");
    assertThatThrownBy(() -> read("")).hasMessageStartingWith("Line 1 of test.csv");
  }

  @Test
  void read_nothingAfterHeader_isRefused() {
    assertThatThrownBy(() -> read(HEADER)).hasMessageContaining("the file ends after its header");
  }

  private static PriceHistory ibm(String text) throws IOException {
    return requireNonNull(read(text).get("IBM"));
  }

  private static Map<String, PriceHistory> read(String text) throws IOException {
    return PriceFile.read("test.csv", new StringReader(text));
  }
}
