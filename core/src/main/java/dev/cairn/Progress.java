package dev.cairn;

import dev.cairn.internal.text.OneLine;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far a process is when a checkpoint is taken: {@code Progress.at(120).of(1000).metric("loss",
 * 0.31)}.
 *
 * <p>Steps are whatever the process counts, and the step of a checkpoint is how many of them are
 * done: 0 before the first, the total after the last. It need not grow from one checkpoint to the
 * next; versions do.
 */
public final class Progress {
  private static final int MAX_METRICS = 100;
  private static final int MAX_TEXT = 2000;

  private final long step;
  private final @Nullable Long totalSteps;
  private final Status status;
  private final SortedMap<String, Double> metrics;
  private final @Nullable String reason;

  private Progress(
      long step,
      @Nullable Long totalSteps,
      Status status,
      SortedMap<String, Double> metrics,
      @Nullable String reason) {
    if (step < 0 || (totalSteps != null && totalSteps < 0)) {
      throw new InvalidRequestException(
          "A step is counted from 0, so it cannot be %d of %s. Give the count of what is done."
              .formatted(step, totalSteps));
    }
    this.step = step;
    this.totalSteps = totalSteps;
    this.status = status;
    this.metrics = Collections.unmodifiableSortedMap(metrics);
    this.reason = reason;
  }

  /** In progress at a step, with no known end and no metrics. */
  public static Progress at(long step) {
    return new Progress(step, null, Status.IN_PROGRESS, new TreeMap<>(), null);
  }

  /** The same with a known end. */
  public Progress of(long total) {
    return new Progress(step, total, status, metrics, reason);
  }

  /** The same with another status. */
  public Progress status(Status now) {
    return new Progress(step, totalSteps, now, metrics, reason);
  }

  /**
   * The same with a metric, or another value of it. A value that is not a number is kept, but is
   * never the best.
   *
   * @param name a short name such as {@code loss}; 1 to 100 characters
   * @throws InvalidRequestException when the name is not one, or when there are more than 100
   *     metrics
   */
  public Progress metric(String name, double value) {
    if (name.isBlank() || name.length() > 100 || !inUtf8(name).equals(name)) {
      throw new InvalidRequestException(
          "'%s' cannot be the name of a metric: use 1 to 100 characters."
              .formatted(OneLine.of(name)));
    }
    var more = new TreeMap<>(metrics);
    more.put(name, value);
    if (more.size() > MAX_METRICS) {
      throw new InvalidRequestException(
          "A checkpoint has at most %d metrics; put what is more into an item."
              .formatted(MAX_METRICS));
    }
    return new Progress(step, totalSteps, status, more, reason);
  }

  /**
   * The same with why it failed or stopped; what is longer than {@value #MAX_TEXT} characters is
   * cut, and halves of surrogate pairs, which no text has, are replaced.
   */
  public Progress because(String why) {
    String cut = why.substring(0, Math.min(why.length(), MAX_TEXT));
    return new Progress(step, totalSteps, status, metrics, inUtf8(cut));
  }

  private static String inUtf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** The same with the reason, if there is one, and without one otherwise. */
  Progress because(Optional<String> why) {
    Progress without = new Progress(step, totalSteps, status, metrics, null);
    return why.map(without::because).orElse(without);
  }

  /** How many steps are done. */
  public long step() {
    return step;
  }

  /** How many steps there are, where that is known. */
  public OptionalLong totalSteps() {
    return totalSteps == null ? OptionalLong.empty() : OptionalLong.of(totalSteps);
  }

  /** How much is done, 0 to 100, where the end is known. */
  public OptionalDouble percent() {
    if (totalSteps == null) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(totalSteps == 0 ? 100 : Math.min(100, 100.0 * step / totalSteps));
  }

  /** Where the process stands. */
  public Status status() {
    return status;
  }

  /** The metrics by name. */
  public Map<String, Double> metrics() {
    return metrics;
  }

  /** Why the process failed or stopped, where it said so. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Progress that
        && step == that.step
        && java.util.Objects.equals(totalSteps, that.totalSteps)
        && status == that.status
        && metrics.equals(that.metrics)
        && java.util.Objects.equals(reason, that.reason);
  }

  @Override
  public int hashCode() {
    return java.util.Objects.hash(step, totalSteps, status, metrics, reason);
  }

  @Override
  public String toString() {
    return "step "
        + step
        + (totalSteps == null ? "" : " of " + totalSteps)
        + ", "
        + status
        + (metrics.isEmpty() ? "" : ", " + metrics);
  }
}
