package dev.cairn.callback;

/**
 * A trial that is finished.
 *
 * @param number of the trial, from 0
 * @param parameters that were tried
 * @param value that they gave; not a number when the trial gave none
 * @param <P> the type of the parameters
 */
public record Trial<P>(long number, P parameters, double value) {
  /** Checks the number. */
  public Trial {
    if (number < 0) {
      throw new IllegalArgumentException("Trials are numbered from 0, not " + number);
    }
  }
}
