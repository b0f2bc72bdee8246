package dev.cairn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.cairn.policy.SaveWhen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was saved, as the policy of when to save looks back on it. A save counts from when it was
 * given, not from when it is durable.
 */
final class DueSaves {
  private final SaveWhen policy;

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

  synchronized boolean isDue(Progress now, List<Checkpoint> kept) {
    List<Progress> before = new ArrayList<>(kept.stream().map(Checkpoint::progress).toList());
    if (last != null) {
      before.add(last);
    }
    Duration sinceLast = Duration.ofNanos(System.nanoTime() - lastNanos);
    return policy.isDue(
        now, new SaveWhen.History(Optional.ofNullable(last), saves, sinceLast, before));
  }

  synchronized void saved(Progress progress) {
    last = progress;
    saves++;
    lastNanos = System.nanoTime();
  }
}
