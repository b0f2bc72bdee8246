package dev.cairn.examples.backtest.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened to one writer, from its claim to its end.
 *
 * @param events in order of time, at least one
 */
record Life(List<TimelineEvent> events) {
  /** Copies the events. */
  Life {
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("A life begins with an event");
    }
  }

  /** Cuts a timeline into lives: each claim begins one. */
  static List<Life> of(List<TimelineEvent> timeline) {
    List<Life> lives = new ArrayList<>();
    List<TimelineEvent> current = new ArrayList<>();
    for (TimelineEvent event : timeline) {
      if (event.kind() == TimelineEvent.Kind.CLAIM && !current.isEmpty()) {
        lives.add(new Life(current));
        current.clear();
      }
      current.add(event);
    }
    if (!current.isEmpty()) {
      lives.add(new Life(current));
    }
    return lives;
  }

  Instant start() {
    return first().time();
  }

  Instant end() {
    return last().time();
  }

  Duration length() {
    return Duration.between(start(), end());
  }

  TimelineEvent first() {
    return events.get(0);
  }

  TimelineEvent last() {
    return events.get(events.size() - 1);
  }

  /** Whether the writer was killed, as far as anybody saw it. */
  boolean killed() {
    return last().kind() == TimelineEvent.Kind.KILLED;
  }
}
