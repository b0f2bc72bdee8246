package dev.cairn.spark;

import java.io.Serializable;
import java.time.Duration;

/**
 * When a task writes the results that it holds as a part: at the first limit that is reached, and
 * at the end of its units.
 *
 * @param bytes of encoded results, at least 1
 * @param units at least 1
 * @param interval since the first of them was computed; zero writes a part for each unit
 */
record PartLimits(int bytes, int units, Duration interval) implements Serializable {
  PartLimits {
    if (bytes < 1 || units < 1 || interval.isNegative()) {
      throw new IllegalArgumentException(
          "A part holds at least 1 byte and 1 unit, and its interval is not negative: not %d, %d and %s."
              .formatted(bytes, units, interval));
    }
  }
}
