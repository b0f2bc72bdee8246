package dev.cairn.simulation;

import dev.cairn.store.RequestKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What happened in some histories, in numbers. */
final class Tally {
  private final Map<RequestKind, Long> operations = new EnumMap<>(RequestKind.class);
  private final Map<RequestKind, Long> deaths = new EnumMap<>(RequestKind.class);
  private long histories;
  private long steps;
  private long acknowledged;
  private long runs;

  void operation(RequestKind kind) {
    operations.merge(kind, 1L, Long::sum);
  }

  void death(RequestKind kind) {
    deaths.merge(kind, 1L, Long::sum);
  }

  void run() {
    runs++;
  }

  void steps(long count) {
    steps = count;
  }

  void acknowledged(long count) {
    acknowledged = count;
  }

  /** How many requests of a kind a machine died at. */
  long deaths(RequestKind kind) {
    return deaths.getOrDefault(kind, 0L);
  }

  /** How many requests of a kind there were. */
  long operations(RequestKind kind) {
    return operations.getOrDefault(kind, 0L);
  }

  long acknowledged() {
    return acknowledged;
  }

  long runs() {
    return runs;
  }

  /** Adds what happened in one more history. */
  void add(Tally history) {
    histories++;
    steps += history.steps;
    acknowledged += history.acknowledged;
    runs += history.runs;
    history.operations.forEach((kind, count) -> operations.merge(kind, count, Long::sum));
    history.deaths.forEach((kind, count) -> deaths.merge(kind, count, Long::sum));
  }

  @Override
  public String toString() {
    return "%,d histories, %,d steps, %,d store operations (%s), machines died at %,d of them (%s), %,d saves acknowledged, %,d runs with their results"
        .formatted(
            histories,
            steps,
            sum(operations),
            words(operations),
            sum(deaths),
            words(deaths),
            acknowledged,
            runs);
  }

  private static long sum(Map<RequestKind, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static String words(Map<RequestKind, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
