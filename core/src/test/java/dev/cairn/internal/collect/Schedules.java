package dev.cairn.internal.collect;

import java.util.ArrayList;
import java.util.List;

/**
 * All schedules in which an actor is interrupted at most so many times while it could go on, one
 * after the other. Few interruptions suffice for most errors of concurrent programs (Musuvathi and
 * Qadeer, 2007), and their number stays finite without looking into the actors.
 */
final class Schedules {
  private final int interruptions;
  private final List<Integer> path = new ArrayList<>();
  private final List<Integer> widths = new ArrayList<>();
  private boolean exhausted;

  Schedules(int interruptions) {
    this.interruptions = interruptions;
  }

  boolean hasNext() {
    return !exhausted;
  }

  /** The next schedule; when its run has come to its end, {@link #advance} says so. */
  Turns.Schedule next() {
    widths.clear();
    return new Turns.Schedule() {
      private int current = -1;
      private int left = interruptions;

      @Override
      public int next(List<Integer> waiting) {
        boolean goesOn = waiting.contains(current);
        List<Integer> choices = new ArrayList<>();
        if (goesOn) {
          choices.add(current);
        }
        if (!goesOn || left > 0) {
          waiting.stream().filter(actor -> actor != current).forEach(choices::add);
        }
        int step = widths.size();
        widths.add(choices.size());
        if (step == path.size()) {
          path.add(0);
        }
        int chosen = choices.get(path.get(step));
        if (goesOn && chosen != current) {
          left--;
        }
        current = chosen;
        return chosen;
      }
    };
  }

  /** Goes on to the schedule after the one that was run. */
  void advance() {
    for (int step = widths.size() - 1; step >= 0; step--) {
      int other = path.get(step) + 1;
      if (other < widths.get(step)) {
        path.subList(step, path.size()).clear();
        path.add(other);
        return;
      }
    }
    exhausted = true;
  }
}
