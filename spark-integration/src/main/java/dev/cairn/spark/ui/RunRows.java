package dev.cairn.spark.ui;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The runs of an application: all that go on, and the last {@value #MOST_ENDED} that ended. Safe
 * for use by many threads.
 */
final class RunRows {
  static final int MOST_ENDED = 50;

  @GuardedBy("this")
  private final TreeMap<Integer, RunRow> rows = new TreeMap<>();

  @GuardedBy("this")
  private int last;

  /** A number that no other run of the application has. */
  synchronized int next() {
    return ++last;
  }

  /** Shows a row in place of the one with its number, if there is one. */
  synchronized void put(RunRow row) {
    rows.put(row.number(), row);
    List<Integer> ended =
        rows.values().stream().filter(of -> !of.isRunning()).map(RunRow::number).toList();
    for (int number : ended.subList(0, Math.max(0, ended.size() - MOST_ENDED))) {
      rows.remove(number);
    }
  }

  /** All rows: those of runs that go on first, and the newest of each kind first. */
  synchronized List<RunRow> newestFirst() {
    var all = new ArrayList<>(rows.descendingMap().values());
    all.sort(Comparator.comparing(row -> !row.isRunning())); // which leaves the order of equals
    return all;
  }
}
