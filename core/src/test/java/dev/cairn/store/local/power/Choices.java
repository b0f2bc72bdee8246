package dev.cairn.store.local.power;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Answers to questions of the kind "which of so many", all combinations or some at random. */
interface Choices {
  /**
   * A number from 0 to {@code count - 1}.
   *
   * @param gone whether the last of them means that there is nothing any more
   */
  int of(int count, boolean gone);

  /** By chance. */
  static Choices random(SplittableRandom random) {
    return (count, gone) -> count == 1 ? 0 : random.nextInt(count);
  }

  /**
   * Every combination, one after the other. What is removed counts as removed: a file that comes
   * back after a cut is seldom of interest, and there are many.
   */
  final class All implements Choices {
    private final List<Integer> answers = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();
    private int asked;

    @Override
    public int of(int count, boolean gone) {
      if (count == 1 || gone) {
        return count - 1;
      }
      if (asked == answers.size()) {
        answers.add(0);
        counts.add(count);
      }
      return answers.get(asked++);
    }

    /** Goes on to the next combination; false when there is none. */
    boolean next() {
      asked = 0;
      for (int last = answers.size() - 1; last >= 0; last--) {
        int answer = answers.remove(last) + 1;
        int count = counts.remove(last);
        if (answer < count) {
          answers.add(answer);
          counts.add(count);
          return true;
        }
      }
      return false;
    }
  }
}
