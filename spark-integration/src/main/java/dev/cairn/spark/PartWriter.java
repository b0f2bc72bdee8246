package dev.cairn.spark;

import dev.cairn.run.PartName;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Collects the results of consecutive units and writes them as parts. For one interval. */
final class PartWriter {
  private final RunParts parts;
  private final String attempt;
  private final PartLimits limits;
  private final LongSupplier nanos;
  private final List<PartName> written;
  private final List<byte[]> results = new ArrayList<>();
  private long first;
  private long bytes;
  private long since;

  /**
   * A writer without results.
   *
   * @param written where the names of parts go once they are stored
   */
  PartWriter(
      RunParts parts,
      String attempt,
      PartLimits limits,
      LongSupplier nanos,
      List<PartName> written) {
    this.parts = parts;
    this.attempt = attempt;
    this.limits = limits;
    this.nanos = nanos;
    this.written = written;
  }

  /**
   * Takes the result of a unit, the one after the unit before, and writes a part when it is time.
   */
  void add(long unit, byte[] result) {
    if (results.isEmpty()) {
      first = unit;
    }
    results.add(result);
    bytes += result.length;
    if (bytes >= limits.bytes()
        || results.size() >= limits.units()
        || nanos.getAsLong() - since >= limits.interval().toNanos()) {
      flush();
    }
  }

  /** Writes what is collected, if anything. */
  void flush() {
    if (!results.isEmpty()) {
      written.add(
          parts.write(new UnitInterval(first, first + results.size() - 1), attempt, results));
      results.clear();
      bytes = 0;
    }
    since = nanos.getAsLong();
  }
}
