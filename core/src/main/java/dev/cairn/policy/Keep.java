package dev.cairn.policy;

import dev.cairn.Checkpoint;
import dev.cairn.InvalidRequestException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which checkpoints are kept: {@code Keep.last(5).or(Keep.best("sharpe", Direction.MAX, 3))}. The
 * newest one is always kept, whatever the policy says, and so is what is pinned or has a tag. The
 * best one of the first policy that keeps the best has the tag {@code best}.
 */
public sealed interface Keep {
  /**
   * The newest ones.
   *
   * @param count at least 1
   */
  record Last(int count) implements Keep {
    /** Checks the count. */
    public Last {
      requirePositive(count);
    }
  }

  /**
   * The best ones by a metric. A checkpoint without the metric, or whose value is not a number, is
   * not among them; of equal ones the older is the better, since it was there first.
   *
   * @param metric its name
   * @param direction which values are better
   * @param count at least 1
   */
  record Best(String metric, Direction direction, int count) implements Keep {
    /** Checks the count. */
    public Best {
      requirePositive(count);
    }
  }

  /**
   * Those at every so many steps.
   *
   * @param steps at least 1
   */
  record EveryNthStep(long steps) implements Keep {
    /** Checks the number. */
    public EveryNthStep {
      requirePositive(steps);
    }
  }

  /** Those that are younger than an age, by the clocks of whoever saved them and whoever asks. */
  record YoungerThan(Duration age, InstantSource clock) implements Keep {}

  /** All that any of some policies keeps. */
  record AnyOf(List<Keep> policies) implements Keep {
    /** Copies the list. */
    public AnyOf {
      policies = List.copyOf(policies);
    }
  }

  /** All of them. */
  record All() implements Keep {}

  /** Keeps the newest {@code count}. */
  static Keep last(int count) {
    return new Last(count);
  }

  /** Keeps the best {@code count} by a metric. */
  static Keep best(String metric, Direction direction, int count) {
    return new Best(metric, direction, count);
  }

  /** Keeps those whose step is a multiple of {@code steps}. */
  static Keep everyNthStep(long steps) {
    return new EveryNthStep(steps);
  }

  /** Keeps those that are younger than {@code age}, by the system's clock. */
  static Keep youngerThan(Duration age) {
    return new YoungerThan(age, InstantSource.system());
  }

  /** Keeps all. */
  static Keep all() {
    return new All();
  }

  /** Keeps what this policy or another one keeps. */
  default Keep or(Keep other) {
    return new AnyOf(List.of(this, other));
  }

  /**
   * The versions that are kept of some checkpoints, which are ordered from the oldest to the
   * newest.
   */
  default Set<Long> select(List<Checkpoint> checkpoints) {
    Set<Long> kept = new HashSet<>();
    if (!checkpoints.isEmpty()) {
      kept.add(checkpoints.get(checkpoints.size() - 1).version());
    }
    if (this instanceof Last last) {
      checkpoints.stream()
          .skip(Math.max(0, checkpoints.size() - last.count()))
          .forEach(checkpoint -> kept.add(checkpoint.version()));
    } else if (this instanceof Best best) {
      ranked(checkpoints, best.metric(), best.direction()).stream()
          .limit(best.count())
          .forEach(checkpoint -> kept.add(checkpoint.version()));
    } else if (this instanceof EveryNthStep every) {
      checkpoints.stream()
          .filter(checkpoint -> checkpoint.progress().step() % every.steps() == 0)
          .forEach(checkpoint -> kept.add(checkpoint.version()));
    } else if (this instanceof YoungerThan younger) {
      Instant now = younger.clock().instant();
      checkpoints.stream()
          .filter(
              checkpoint -> Duration.between(checkpoint.time(), now).compareTo(younger.age()) < 0)
          .forEach(checkpoint -> kept.add(checkpoint.version()));
    } else if (this instanceof AnyOf any) {
      any.policies().forEach(policy -> kept.addAll(policy.select(checkpoints)));
    } else if (this instanceof All) {
      checkpoints.forEach(checkpoint -> kept.add(checkpoint.version()));
    }
    return kept;
  }

  /**
   * The checkpoints by the first metric that this policy keeps the best of, the best first; empty
   * when it has none.
   */
  default List<Checkpoint> bestFirst(List<Checkpoint> checkpoints) {
    if (this instanceof Best best) {
      return ranked(checkpoints, best.metric(), best.direction());
    }
    if (this instanceof AnyOf any) {
      return any.policies().stream()
          .map(policy -> policy.bestFirst(checkpoints))
          .filter(found -> !found.isEmpty())
          .findFirst()
          .orElse(List.of());
    }
    return List.of();
  }

  /**
   * The checkpoints that have a metric whose value is a number, the best first, of equal ones the
   * older first.
   */
  static List<Checkpoint> ranked(List<Checkpoint> checkpoints, String metric, Direction direction) {
    Comparator<Checkpoint> byValue =
        Comparator.comparingDouble(checkpoint -> checkpoint.progress().metrics().get(metric));
    List<Checkpoint> ranked =
        new ArrayList<>(
            checkpoints.stream()
                .filter(
                    checkpoint ->
                        !Double.isNaN(
                            checkpoint.progress().metrics().getOrDefault(metric, Double.NaN)))
                .toList());
    ranked.sort(
        (direction == Direction.MAX ? byValue.reversed() : byValue)
            .thenComparingLong(Checkpoint::version));
    return ranked;
  }

  private static void requirePositive(long count) {
    if (count < 1) {
      throw new InvalidRequestException(
          "A policy cannot keep %d checkpoints: give 1 or more.".formatted(count));
    }
  }
}
