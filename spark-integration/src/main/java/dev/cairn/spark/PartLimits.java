package dev.cairn.spark;

import dev.cairn.run.PartBuffer;
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
record PartLimits(long bytes, int units, Duration interval) implements Serializable {
  PartLimits {
    new PartBuffer.Limits(bytes, units, interval);
  }

  PartBuffer.Limits forBuffer() {
    return new PartBuffer.Limits(bytes, units, interval);
  }
}
