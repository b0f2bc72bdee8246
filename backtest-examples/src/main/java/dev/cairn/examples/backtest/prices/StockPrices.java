package dev.cairn.examples.backtest.prices;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The daily prices that the examples ship with, read and checked once per JVM. Immutable; safe for
 * any number of threads.
 */
public final class StockPrices {
  /** The file's name, which is also the name of the input in a run's definition. */
  public static final String FILE = "stocks.csv.gz";

  /** SHA-256 of the shipped file in lower-case hex. Other bytes are refused. */
  public static final String SHA_256 =
      "5abadf99b2d394f920120a27de6f0df129859d71d4cfb0bf661bcc99446ab1fd";

  @GuardedBy("StockPrices.class")
  private static @Nullable StockPrices shipped;

  private final Map<String, PriceHistory> histories;

  private StockPrices(Map<String, PriceHistory> histories) {
    this.histories = histories;
  }

  /**
   * The shipped prices. The first call in a JVM reads them, later calls return the same object.
   *
   * @throws PriceFileException when the file is missing, altered or malformed
   */
  public static synchronized StockPrices shipped() {
    // not a holder class: its failure would be a NoClassDefFoundError at the second call
    StockPrices known = shipped;
    if (known == null) {
      known = read(FILE, bytesOfResource(FILE), SHA_256);
      shipped = known;
    }
    return known;
  }

  /** The prices in a gzip file whose digest must be the given one. */
  static StockPrices read(String name, byte[] gzip, String sha256) {
    String found = digest(gzip);
    if (!found.equals(sha256)) {
      throw new PriceFileException(
          "%s has SHA-256 %s instead of %s: it was altered. Restore the file as it was shipped."
              .formatted(name, found, sha256));
    }
    try (Reader reader =
        new InputStreamReader(
            new GZIPInputStream(new ByteArrayInputStream(gzip)), StandardCharsets.US_ASCII)) {
      return new StockPrices(new TreeMap<>(PriceFile.read(name, reader)));
    } catch (IOException e) {
      throw new PriceFileException(
          "%s cannot be unpacked: %s. Restore the file as it was shipped."
              .formatted(name, e.getMessage()),
          e);
    }
  }

  /** The symbols of the stocks, sorted. */
  public List<String> tickers() {
    return List.copyOf(histories.keySet());
  }

  /**
   * The history of one stock.
   *
   * @throws IllegalArgumentException when the ticker is none of {@link #tickers}
   */
  public PriceHistory history(String ticker) {
    PriceHistory history = histories.get(ticker);
    if (history == null) {
      throw new IllegalArgumentException(
          "There are no prices of '%s', only of %s".formatted(ticker, tickers()));
    }
    return history;
  }

  private static byte[] bytesOfResource(String name) {
    try (InputStream in = StockPrices.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new PriceFileException(
            "%s is not on the class path beside its reader. Use the complete jar.".formatted(name));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new PriceFileException(
          "%s cannot be read: %s. Use the complete jar.".formatted(name, e.getMessage()), e);
    }
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
