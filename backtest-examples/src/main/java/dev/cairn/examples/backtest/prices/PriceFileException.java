package dev.cairn.examples.backtest.prices;

import dev.cairn.CairnException;

/**
 * Prices that cannot be used: the file is missing, altered or malformed. Restore the file; retrying
 * does not help.
 */
public final class PriceFileException extends CairnException {
  PriceFileException(String message) {
    super(message);
  }

  PriceFileException(String message, Throwable cause) {
    super(message, cause);
  }

  static PriceFileException badLine(String file, long line, String why) {
    return new PriceFileException(
        "Line %d of %s is not a daily bar: %s. Restore the file as it was shipped."
            .formatted(line, file, why));
  }
}
