package dev.cairn.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Results of consecutive units that are not durable yet. It says when they are worth a part: when
 * they are many or large, or when the oldest has waited long enough. What a task that dies loses is
 * what is in its buffer.
 *
 * <p>Used by one thread.
 */
public final class PartBuffer {
  /**
   * When results are worth a part.
   *
   * @param bytes of results, at least 1
   * @param units at least 1
   * @param time that the oldest result has waited
   */
  public record Limits(long bytes, int units, Duration time) {
    /** 4 MiB, 100,000 units or 10 seconds. */
    public static final Limits DEFAULT = new Limits(4 << 20, 100_000, Duration.ofSeconds(10));

    /** Checks that a part can be full, and fits. */
    public Limits {
      if (bytes < 1 || bytes > PartFormat.MAX_BODY / 4 || units < 1 || time.isNegative()) {
        throw new IllegalArgumentException(
            "A part cannot be limited to %d bytes, %d units, %s".formatted(bytes, units, time));
      }
    }
  }

  private final Limits limits;
  private final LongSupplier nanos;
  private final List<byte[]> results = new ArrayList<>();
  private long first;
  private long bytes;
  private long since;

  /**
   * An empty buffer before the unit {@code first}; {@code nanos} is the time, such as {@code
   * System::nanoTime}.
   */
  public PartBuffer(long first, Limits limits, LongSupplier nanos) {
    this.first = first;
    this.limits = limits;
    this.nanos = nanos;
  }

  /** Takes the result of the unit that comes next. */
  public void add(byte[] result) {
    if (results.isEmpty()) {
      since = nanos.getAsLong();
    }
    results.add(result);
    bytes += 4L + result.length;
  }

  /** Whether it is time to write. */
  public boolean isDue() {
    return !results.isEmpty()
        && (bytes >= limits.bytes()
            || results.size() >= limits.units()
            || nanos.getAsLong() - since >= limits.time().toNanos());
  }

  /** Whether there is nothing to write. */
  public boolean isEmpty() {
    return results.isEmpty();
  }

  /**
   * Writes what there is as one part, and is empty afterwards; when it throws, what there was is
   * still there.
   */
  public PartName flush(RunParts parts, String attempt) {
    PartName name =
        parts.write(
            new UnitInterval(first, first + results.size() - 1), attempt, List.copyOf(results));
    first += results.size();
    results.clear();
    bytes = 0;
    return name;
  }
}
