package dev.cairn.run;

import dev.cairn.InvalidRequestException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Results of consecutive units that are not durable yet. It says when they are worth a part: when
 * they are large, many, or took long. What a task that dies loses is what is in its buffer.
 *
 * <pre>{@code
 * var buffer = new PartBuffer(first, PartBuffer.Limits.DEFAULT, System::nanoTime);
 * for (long unit = first; unit <= last; unit++) {
 *   buffer.add(compute(unit));
 *   if (buffer.isDue() || unit == last) {
 *     buffer.flush(parts, attempt);
 *   }
 * }
 * }</pre>
 *
 * <p>How results are cut into parts has no influence on the digest of a run. Used by one thread.
 */
public final class PartBuffer {
  /** The most bytes that one result may have, so that it fits behind those that are not due. */
  public static final int MAX_RESULT = (192 << 20) - 4;

  /**
   * When results are worth a part: at the first limit that is reached.
   *
   * @param bytes of results, with four more for each; 1 to 64 MiB
   * @param units 1 to {@value PartName#MAX_UNITS}
   * @param time since the buffer was last empty, so what was computed and is not durable is at most
   *     so much work and one unit; zero is a part for each unit
   */
  public record Limits(long bytes, int units, Duration time) implements Serializable {
    /** 4 MiB, 100,000 units, 10 seconds. */
    public static final Limits DEFAULT = new Limits(4 << 20, 100_000, Duration.ofSeconds(10));

    private static final long MAX_BYTES = 64 << 20;

    /**
     * Checks the ranges.
     *
     * @throws InvalidRequestException when a limit is out of its range
     */
    public Limits {
      if (bytes < 1
          || bytes > MAX_BYTES
          || units < 1
          || units > PartName.MAX_UNITS
          || time.isNegative()) {
        throw new InvalidRequestException(
            "A part cannot be limited to %d bytes, %d units and %s: give 1 to %d bytes, 1 to %d units and a time of at least zero."
                .formatted(bytes, units, time, MAX_BYTES, PartName.MAX_UNITS));
      }
    }
  }

  private final Limits limits;
  private final LongSupplier nanos;
  private final List<byte[]> results = new ArrayList<>();
  private long first;
  private long bytes;
  private long emptySince;

  /**
   * An empty buffer.
   *
   * @param first the unit whose result comes first
   * @param nanos the time, such as {@code System::nanoTime}
   */
  public PartBuffer(long first, Limits limits, LongSupplier nanos) {
    this.first = first;
    this.limits = limits;
    this.nanos = nanos;
    this.emptySince = nanos.getAsLong();
  }

  /**
   * Takes the result of the unit that comes next.
   *
   * @param result which nobody changes any more, at most {@value #MAX_RESULT} bytes
   * @throws InvalidRequestException when it is larger; it was not taken, the others are still here
   * @throws IllegalStateException when results that are due were not flushed, and there is no room
   */
  public void add(byte[] result) {
    if (result.length > MAX_RESULT) {
      throw new InvalidRequestException(
          "The result of unit %d has %d bytes, and at most %d fit: make it smaller, or store what is large elsewhere and return where it is."
              .formatted(first + results.size(), result.length, MAX_RESULT));
    }
    long size = (long) PartFormat.RESULT_OVERHEAD + result.length;
    if (bytes + size > PartFormat.MAX_BODY || results.size() == PartName.MAX_UNITS) {
      throw new IllegalStateException("The buffer is full: flush it when it is due.");
    }
    results.add(result);
    bytes += size;
  }

  /** Whether it is time to write. */
  public boolean isDue() {
    return !results.isEmpty()
        && (bytes >= limits.bytes()
            || results.size() >= limits.units()
            || Duration.ofNanos(nanos.getAsLong() - emptySince).compareTo(limits.time()) >= 0);
  }

  /** Whether there is nothing to write. */
  public boolean isEmpty() {
    return results.isEmpty();
  }

  /**
   * Writes what there is as one part, see {@link RunParts#write}, and is empty afterwards; when it
   * throws, what there was is still there.
   *
   * @throws IllegalStateException when there is nothing to write
   */
  public PartName flush(RunParts parts, String attempt) {
    if (results.isEmpty()) {
      throw new IllegalStateException("The buffer is empty.");
    }
    long next = first + results.size();
    PartName name = parts.write(new UnitInterval(first, next - 1), attempt, List.copyOf(results));
    first = next;
    results.clear();
    bytes = 0;
    emptySince = nanos.getAsLong();
    return name;
  }
}
