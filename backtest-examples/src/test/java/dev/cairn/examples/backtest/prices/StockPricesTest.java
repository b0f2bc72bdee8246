package dev.cairn.examples.backtest.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StockPricesTest {
  @Test
  void shipped_hasFiveStocksWithAllTheirDays() {
    StockPrices prices = StockPrices.shipped();

    assertThat(prices.tickers()).containsExactly("AAPL", "FB", "GOOG", "IBM", "MSFT");
    assertThat(prices.tickers().stream().mapToInt(ticker -> prices.history(ticker).size()))
        .containsExactly(3270, 196, 2148, 3270, 3270);
    assertThat(prices.history("FB").bar(0).date()).isEqualTo(LocalDate.of(2012, 5, 18));
    assertThat(prices.history("MSFT").bar(3269).date()).isEqualTo(LocalDate.of(2013, 3, 1));
  }

  @Test
  void shipped_pricesAreAdjusted() {
    DailyBar first = StockPrices.shipped().history("AAPL").bar(0);

    assertThat(first.close()).isCloseTo(4.186662803811, withinPercentage(1e-12));
    assertThat(first.open()).isCloseTo(118.56 * 4.186662803811 / 130.31, withinPercentage(1e-12));
    assertThat(first.volume()).isEqualTo(9_616_100);
  }

  @Test
  void shipped_seriesHoldsTheSameNumbers() {
    PriceHistory history = StockPrices.shipped().history("IBM");

    assertThat(history.series().getBarCount()).isEqualTo(history.size());
    for (int bar = 0; bar < history.size(); bar++) {
      assertThat(history.series().getBar(bar).getClosePrice().doubleValue())
          .isEqualTo(history.bar(bar).close());
      assertThat(history.series().getBar(bar).getHighPrice().doubleValue())
          .isEqualTo(history.bar(bar).high());
    }
  }

  @Test
  void shipped_twice_isReadOnce() {
    assertThat(StockPrices.shipped()).isSameAs(StockPrices.shipped());
  }

  @Test
  void history_unknownTicker_namesTheKnownOnes() {
    assertThatThrownBy(() -> StockPrices.shipped().history("XYZ"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There are no prices of 'XYZ', only of [AAPL, FB, GOOG, IBM, MSFT]");
  }

  @Test
  void read_alteredByte_isRefused() throws IOException {
    byte[] bytes = shippedBytes();
    bytes[bytes.length / 2] ^= 1;

    assertThatThrownBy(() -> StockPrices.read("stocks.csv.gz", bytes, StockPrices.SHA_256))
        .isInstanceOf(PriceFileException.class)
        .hasMessageContaining("it was altered");
  }

  @Test
  void read_notGzip_isRefused() {
    // the digest of no bytes at all, as any tool prints it
    String digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    assertThatThrownBy(() -> StockPrices.read("empty.gz", new byte[0], digest))
        .isInstanceOf(PriceFileException.class)
        .hasMessageStartingWith("empty.gz cannot be unpacked");
  }

  private static byte[] shippedBytes() throws IOException {
    try (InputStream in = StockPrices.class.getResourceAsStream(StockPrices.FILE)) {
      return Objects.requireNonNull(in, "the shipped prices").readAllBytes();
    }
  }
}
