package dev.cairn.cli.demo;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointReader;
import dev.cairn.HistoryEntry;
import dev.cairn.Status;
import dev.cairn.examples.backtest.report.TimelineEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What happened to the process, put together from its log and from what was seen meanwhile: the log
 * keeps every claim but only the newest checkpoints, and knows of no kill.
 */
final class Timeline {
  private static final int MOST_ENTRIES = 500;

  private record Seen(Instant time, long units) {}

  private final NavigableMap<Long, Seen> commits = new TreeMap<>();
  private final List<Seen> kills = new ArrayList<>();

  /** A driver committed a checkpoint. */
  void committed(long version, Instant time, long units) {
    commits.putIfAbsent(version, new Seen(time, units));
  }

  /** A driver was killed when so many units were durable. */
  void killed(Instant time, long units) {
    kills.add(new Seen(time, units));
  }

  /** All that is known, in order of time. */
  List<TimelineEvent> events(CheckpointReader reader) {
    NavigableMap<Long, Instant> claims = new TreeMap<>();
    List<TimelineEvent> events = new ArrayList<>();
    for (HistoryEntry entry : reader.history(MOST_ENTRIES)) {
      if (entry.kind() == HistoryEntry.Kind.CLAIM) {
        claims.put(entry.version(), entry.time());
      }
      entry
          .checkpoint()
          .ifPresent(
              checkpoint -> {
                commits.remove(entry.version());
                events.add(commit(entry, checkpoint));
              });
    }
    commits.forEach(
        (version, seen) ->
            events.add(
                new TimelineEvent(
                    seen.time(),
                    TimelineEvent.Kind.COMMIT,
                    epoch(claims, version),
                    version,
                    seen.units())));
    for (Seen kill : kills) {
      long epoch =
          claims.entrySet().stream()
              .filter(claim -> claim.getValue().isBefore(kill.time()))
              .mapToLong(Map.Entry::getKey)
              .max()
              .orElse(0);
      events.add(new TimelineEvent(kill.time(), TimelineEvent.Kind.KILLED, epoch, 0, kill.units()));
    }
    claims.forEach((version, time) -> events.add(claim(version, time, events)));
    return events.stream().sorted(Comparator.comparing(TimelineEvent::time)).toList();
  }

  private static TimelineEvent commit(HistoryEntry entry, Checkpoint checkpoint) {
    TimelineEvent.Kind kind =
        checkpoint.progress().status() == Status.COMPLETED
            ? TimelineEvent.Kind.COMPLETED
            : TimelineEvent.Kind.COMMIT;
    return new TimelineEvent(
        entry.time(), kind, entry.epoch(), entry.version(), checkpoint.progress().step());
  }

  /** A claim, with the units that were known to be done before it. */
  private static TimelineEvent claim(long version, Instant time, List<TimelineEvent> others) {
    long before =
        others.stream()
            .filter(event -> event.time().isBefore(time))
            .mapToLong(TimelineEvent::unitsDone)
            .max()
            .orElse(0);
    return new TimelineEvent(time, TimelineEvent.Kind.CLAIM, version, version, before);
  }

  private static long epoch(NavigableMap<Long, Instant> claims, long version) {
    Map.Entry<Long, Instant> claim = claims.floorEntry(version);
    return claim == null ? 0 : claim.getKey();
  }
}
