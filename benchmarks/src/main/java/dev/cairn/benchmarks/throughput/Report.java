package dev.cairn.benchmarks.throughput;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run of the benchmark found.
 *
 * @param server that it ran on
 * @param bytes of one save
 * @param objects that they were cut into
 * @param rounds that were measured
 * @param parallelism of requests
 * @param heap the most heap of this JVM, in bytes
 * @param processors of the machine
 * @param transfers the rows of large states
 * @param small the rows of small objects
 * @param absent who could not take part, and why
 */
record Report(
    String server,
    long bytes,
    int objects,
    int rounds,
    int parallelism,
    long heap,
    int processors,
    List<Transfer> transfers,
    List<SmallObjects.Row> small,
    List<String> absent) {
  private static final double MIB = 1 << 20;

  /**
   * How one contender fared.
   *
   * @param direction save or restore
   * @param name of the contender
   * @param mibPerSecond the median
   * @param slowest of the rounds, in MiB a second
   * @param fastest of the rounds, in MiB a second
   * @param ofFastestOther its median, divided by the greatest one of those that are not Cairn
   * @param cpuSecondsPerGib of this JVM, in the median; not of a program that it starts
   * @param allocatedPerByte of heap, in the median; not of a program that it starts
   */
  record Transfer(
      String direction,
      String name,
      double mibPerSecond,
      double slowest,
      double fastest,
      double ofFastestOther,
      double cpuSecondsPerGib,
      double allocatedPerByte) {}

  /** The rows of what was measured. */
  static List<Transfer> transfers(long bytes, Map<Direction, Map<String, List<Costs>>> measured) {
    List<Transfer> rows = new ArrayList<>();
    measured.forEach(
        (direction, byName) -> {
          double best =
              byName.entrySet().stream()
                  .filter(entry -> !entry.getKey().startsWith("cairn"))
                  .mapToDouble(entry -> Medians.of(speeds(bytes, entry.getValue())))
                  .max()
                  .orElseThrow();
          byName.forEach(
              (name, costs) -> {
                List<Double> speeds = speeds(bytes, costs);
                double median = Medians.of(speeds);
                rows.add(
                    new Transfer(
                        direction.toString(),
                        name,
                        median,
                        speeds.stream().min(Double::compare).orElseThrow(),
                        speeds.stream().max(Double::compare).orElseThrow(),
                        median / best,
                        Medians.of(costs.stream().map(Costs::cpuNanos).toList())
                            / 1e9
                            / (bytes / (MIB * 1024)),
                        Medians.of(costs.stream().map(Costs::allocated).toList()) / bytes));
              });
        });
    return rows;
  }

  private static List<Double> speeds(long bytes, List<Costs> costs) {
    return costs.stream().map(each -> bytes / MIB / (each.nanos() / 1e9)).toList();
  }

  /** The same for people, as tables of Markdown. */
  String tables() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%,d bytes in %d objects, %d at a time, on %s; %d processors for all; medians of %d rounds%n%n",
            bytes,
            objects,
            parallelism,
            server,
            processors,
            rounds));
    text.append(
        "|  | who | MiB/s | slowest to fastest | of the fastest other | CPU s per GiB | heap allocated per byte |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    for (Transfer row : transfers) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %.0f | %.0f to %.0f | %.2f | %.2f | %.2f |%n",
              row.direction(),
              row.name(),
              row.mibPerSecond(),
              row.slowest(),
              row.fastest(),
              row.ofFastestOther(),
              row.cpuSecondsPerGib(),
              row.allocatedPerByte()));
    }
    text.append("\n| small objects | median ms | 95 of 100 below, ms | of a raw request |\n");
    text.append("|---|---|---|---|\n");
    for (SmallObjects.Row row : small) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %.2f | %.2f | %.2f |%n",
              row.name(),
              row.medianMillis(),
              row.p95Millis(),
              row.ofRaw()));
    }
    absent.forEach(each -> text.append("\nNot there: ").append(each).append('\n'));
    return text.toString();
  }
}
