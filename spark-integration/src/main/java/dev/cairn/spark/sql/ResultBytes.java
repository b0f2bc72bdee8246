package dev.cairn.spark.sql;

import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import dev.cairn.spark.locality.ReadReport;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the wanted units of some parts, with one part in memory at a time. Used by one
 * thread.
 */
final class ResultBytes {
  private static final byte[] NOT_READ = new byte[0];

  private final ResultRead read;
  private final RunParts parts;
  private final @Nullable ReadReport report;
  private final Deque<PartRead> next;
  private final Deque<UnitInterval> intervals = new ArrayDeque<>();
  private List<byte[]> part = List.of();
  private long first;
  private long unit = -1;
  private long last = -1;
  private long partsRead;
  private long bytesRead;

  /**
   * Goes through {@code reads}.
   *
   * @param report of the parts that are read, for whoever wants it
   */
  ResultBytes(ResultRead read, Collection<PartRead> reads, @Nullable ReadReport report) {
    this.read = read;
    this.report = report;
    this.parts = read.parts();
    this.next = new ArrayDeque<>(reads);
  }

  /**
   * Goes to the next unit, or says that there is none.
   *
   * @throws dev.cairn.run.DamagedPartException when its part is lost or damaged
   */
  boolean advance() {
    if (unit < last) {
      unit++;
      return true;
    }
    while (intervals.isEmpty()) {
      PartRead now = next.peek();
      if (now == null) {
        part = List.of();
        return false;
      }
      open(now); // first, since what cannot be read now is still the next one
      next.remove();
    }
    UnitInterval interval = intervals.remove();
    unit = interval.first();
    last = interval.last();
    return true;
  }

  private void open(PartRead now) {
    if (!read.needsNoResults()) {
      part = parts.read(now.part());
      if (report != null) {
        report.read(read.store(), read.prefix(), now.part());
      }
      partsRead++;
      bytesRead += part.stream().mapToLong(result -> result.length).sum();
    }
    first = now.part().units().first();
    intervals.addAll(now.units());
  }

  /** The unit that was gone to. */
  long unit() {
    if (unit < 0) {
      throw new NoSuchElementException();
    }
    return unit;
  }

  /** Its result; nothing when rows need none. */
  byte[] result() {
    return read.needsNoResults() ? NOT_READ : part.get((int) (unit - first));
  }

  CustomTaskMetric[] metrics() {
    return new CustomTaskMetric[] {
      new ScanMetrics.Value(ScanMetrics.PARTS_READ, partsRead),
      new ScanMetrics.Value(ScanMetrics.BYTES_READ, bytesRead)
    };
  }
}
