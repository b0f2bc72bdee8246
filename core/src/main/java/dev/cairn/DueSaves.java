package dev.cairn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.cairn.policy.SaveWhen;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was saved, as the policy of when to save looks back on it. A save counts from when it was
 * given, not from when it is durable, so that the answer does not depend on how fast the store is.
 * One that is known to have failed does not count.
 */
final class DueSaves {
  /** A save behind the caller, and what was there before it. */
  private record UnderWay(
      Progress progress,
      PendingSave save,
      @Nullable Progress lastBefore,
      long savesBefore,
      long nanosBefore) {}

  private final SaveWhen policy;

  @GuardedBy("this")
  private final Deque<UnderWay> underWay = new ArrayDeque<>();

  @GuardedBy("this")
  private @Nullable Progress last;

  @GuardedBy("this")
  private long saves;

  @GuardedBy("this")
  private long lastNanos = System.nanoTime();

  DueSaves(SaveWhen policy, Optional<Progress> last) {
    this.policy = policy;
    this.last = last.orElse(null);
  }

  /** Whether a checkpoint is due; {@code kept} tells which there are. */
  synchronized boolean isDue(Progress now, Supplier<List<Checkpoint>> kept) {
    // Those under way come first: one that ends in between is looked at twice, and not never.
    takeBackFailed();
    underWay.removeIf(save -> save.save().isDone());
    List<Progress> before = new ArrayList<>(underWay.stream().map(UnderWay::progress).toList());
    if (looksBack(policy)) {
      kept.get().forEach(checkpoint -> before.add(checkpoint.progress()));
    }
    if (last != null) {
      before.add(last);
    }
    Duration sinceLast = Duration.ofNanos(System.nanoTime() - lastNanos);
    return policy.isDue(
        now, new SaveWhen.History(Optional.ofNullable(last), saves, sinceLast, before));
  }

  /** Whether a policy asks which checkpoints are kept; to find out may take requests. */
  private static boolean looksBack(SaveWhen policy) {
    return policy instanceof SaveWhen.OnImprovement
        || (policy instanceof SaveWhen.AnyOf any
            && any.policies().stream().anyMatch(DueSaves::looksBack));
  }

  /** Notes a save that is durable, and when it was given, by {@link System#nanoTime}. */
  synchronized void saved(Progress progress, long given) {
    takeBackFailed();
    count(progress, given);
  }

  /** Notes a save that was just given. */
  synchronized void saved(Progress progress, PendingSave save) {
    takeBackFailed();
    underWay.add(new UnderWay(progress, save, last, saves, lastNanos));
    count(progress, System.nanoTime());
  }

  @GuardedBy("this")
  private void count(Progress progress, long given) {
    last = progress;
    saves++;
    lastNanos = given;
  }

  /**
   * Goes back to what was there before the last saves, as far as these are known to have failed.
   */
  @GuardedBy("this")
  private void takeBackFailed() {
    while (!underWay.isEmpty() && underWay.getLast().save().hasFailed()) {
      UnderWay failed = underWay.removeLast();
      if (failed.progress().equals(last)) {
        last = failed.lastBefore();
        saves = failed.savesBefore();
        lastNanos = failed.nanosBefore();
      }
    }
  }
}
