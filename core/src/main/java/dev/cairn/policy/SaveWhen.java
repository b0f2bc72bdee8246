package dev.cairn.policy;

import dev.cairn.InvalidRequestException;
import dev.cairn.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a checkpoint is due: {@code SaveWhen.everySteps(100).or(SaveWhen.onImprovement("loss",
 * Direction.MIN))}. A policy is a value; what it looks back on is the {@link History}.
 */
public sealed interface SaveWhen {
  /**
   * What a policy looks back on.
   *
   * @param last the progress that was saved last; empty when nothing was
   * @param saves how many were saved since the process was opened
   * @param sinceLast the time since the last save, or since the process was opened
   * @param kept the progress of the checkpoints that are kept
   */
  record History(Optional<Progress> last, long saves, Duration sinceLast, List<Progress> kept) {
    /** Copies the list. */
    public History {
      kept = List.copyOf(kept);
    }
  }

  /** Whether a checkpoint is due at this progress. */
  boolean isDue(Progress now, History history);

  /**
   * Whenever a multiple of so many steps has been reached or passed since the last checkpoint.
   *
   * @throws InvalidRequestException when it is not at least 1
   */
  static SaveWhen everySteps(long steps) {
    return new EverySteps(steps);
  }

  /**
   * Whenever so much time has passed since the last checkpoint, or since the process was opened.
   *
   * @throws InvalidRequestException when it is negative
   */
  static SaveWhen every(Duration time) {
    return new Every(time);
  }

  /**
   * Whenever a metric is better than in every checkpoint that is kept. Keep the best, or the
   * comparison forgets it.
   */
  static SaveWhen onImprovement(String metric, Direction direction) {
    return new OnImprovement(metric, direction, 0);
  }

  /**
   * Whenever a metric is better, by more than {@code delta}, than in every checkpoint that is kept.
   *
   * @throws InvalidRequestException when {@code delta} is negative or no number
   */
  static SaveWhen onImprovement(String metric, Direction direction, double delta) {
    return new OnImprovement(metric, direction, delta);
  }

  /** When nothing was saved since the process was opened. */
  static SaveWhen firstStep() {
    return new First();
  }

  /** When all steps are done, where their number is known. */
  static SaveWhen lastStep() {
    return new LastStep();
  }

  /** Never: saving is by hand. */
  static SaveWhen never() {
    return new AnyOf(List.of());
  }

  /** Whenever this policy or another one says so. */
  default SaveWhen or(SaveWhen other) {
    return new AnyOf(List.of(this, other));
  }

  /** See {@link #everySteps}. */
  record EverySteps(long steps) implements SaveWhen {
    /** Checks the number. */
    public EverySteps {
      if (steps < 1) {
        throw new InvalidRequestException(
            "A checkpoint every %d steps cannot be: give 1 or more.".formatted(steps));
      }
    }

    @Override
    public boolean isDue(Progress now, History history) {
      long before = history.last().map(last -> last.step()).orElse(0L);
      // A step below that of the last checkpoint means that the process counts anew.
      return now.step() < before ? now.step() % steps == 0 : now.step() / steps != before / steps;
    }
  }

  /** See {@link #every}. */
  record Every(Duration time) implements SaveWhen {
    /** Checks the time. */
    public Every {
      if (time.isNegative()) {
        throw new InvalidRequestException(
            "A checkpoint every %s cannot be: give zero or more.".formatted(time));
      }
    }

    @Override
    public boolean isDue(Progress now, History history) {
      return history.sinceLast().compareTo(time) >= 0;
    }
  }

  /** See {@link #onImprovement(String, Direction, double)}. */
  record OnImprovement(String metric, Direction direction, double delta) implements SaveWhen {
    /** Checks the difference. */
    public OnImprovement {
      if (!(delta >= 0)) {
        throw new InvalidRequestException(
            "An improvement by %s cannot be: give zero or more.".formatted(delta));
      }
    }

    @Override
    public boolean isDue(Progress now, History history) {
      @Nullable Double value = now.metrics().get(metric);
      if (value == null || value.isNaN()) {
        return false;
      }
      return history.kept().stream()
          .map(kept -> kept.metrics().get(metric))
          .noneMatch(kept -> kept != null && !isBetter(value, kept));
    }

    private boolean isBetter(double value, double kept) {
      if (Double.isNaN(kept)) {
        return true;
      }
      return direction == Direction.MAX ? value > kept + delta : value < kept - delta;
    }
  }

  /** See {@link #firstStep}. */
  record First() implements SaveWhen {
    @Override
    public boolean isDue(Progress now, History history) {
      return history.saves() == 0;
    }
  }

  /** See {@link #lastStep}. */
  record LastStep() implements SaveWhen {
    @Override
    public boolean isDue(Progress now, History history) {
      return now.totalSteps().isPresent()
          && now.step() >= now.totalSteps().getAsLong()
          && history.last().map(last -> last.step() != now.step()).orElse(true);
    }
  }

  /** Whenever any of some policies says so. */
  record AnyOf(List<SaveWhen> policies) implements SaveWhen {
    /** Copies the list. */
    public AnyOf {
      policies = List.copyOf(policies);
    }

    @Override
    public boolean isDue(Progress now, History history) {
      return policies.stream().anyMatch(policy -> policy.isDue(now, history));
    }
  }
}
