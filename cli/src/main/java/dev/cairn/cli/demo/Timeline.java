package dev.cairn.cli.demo;

import dev.cairn.CheckpointReader;
import dev.cairn.HistoryEntry;
import dev.cairn.ProcessId;
import dev.cairn.Status;
import dev.cairn.examples.backtest.report.TimelineEvent;
import dev.cairn.store.ObjectStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What happened to a process, as its log tells; when a driver was killed, only whoever did it
 * knows.
 */
final class Timeline {
  private static final int MOST = 2000;

  private Timeline() {}

  static List<TimelineEvent> of(
      ObjectStore store, ProcessId process, Optional<Sweep.Killed> killed) {
    List<HistoryEntry> entries;
    try (CheckpointReader reader = CheckpointReader.open(store, process)) {
      entries = new ArrayList<>(reader.history(MOST));
    }
    Collections.reverse(entries);
    List<TimelineEvent> events = new ArrayList<>();
    long done = 0;
    boolean killShown = killed.isEmpty();
    long epoch = 0;
    for (HistoryEntry entry : entries) {
      if (!killShown && entry.time().isAfter(killed.orElseThrow().time())) {
        done = Math.max(done, killed.get().done());
        events.add(
            new TimelineEvent(killed.get().time(), TimelineEvent.Kind.KILLED, epoch, 0, done));
        killShown = true;
      }
      epoch = entry.epoch();
      if (entry.checkpoint().isPresent()) {
        done = entry.checkpoint().get().progress().step();
      }
      events.add(new TimelineEvent(entry.time(), kind(entry), epoch, entry.version(), done));
    }
    return events;
  }

  private static TimelineEvent.Kind kind(HistoryEntry entry) {
    return switch (entry.kind()) {
      case CLAIM -> TimelineEvent.Kind.CLAIM;
      case COMMIT, EDIT ->
          entry
              .checkpoint()
              .filter(checkpoint -> checkpoint.progress().status() == Status.COMPLETED)
              .map(checkpoint -> TimelineEvent.Kind.COMPLETED)
              .orElse(TimelineEvent.Kind.COMMIT);
    };
  }
}
