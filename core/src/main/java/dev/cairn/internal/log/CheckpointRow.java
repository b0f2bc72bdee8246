package dev.cairn.internal.log;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cairn.Status;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One checkpoint in the index of a manifest: all that is needed to restore it.
 *
 * @param version of the entry that committed it
 * @param step from 0
 * @param totalSteps or null when the end is not known
 * @param status of the process then
 * @param time of the writer's clock, for people and for retention by age
 * @param metrics by name
 * @param reason why it failed or stopped, or null
 * @param items in the order in which they were given
 * @param restored what the process had gone back to before it, or null when it was the newest one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckpointRow(
    long version,
    long step,
    @Nullable Long totalSteps,
    Status status,
    Instant time,
    SortedMap<String, Double> metrics,
    @Nullable String reason,
    List<ItemRow> items,
    @Nullable FallbackRow restored) {
  /** Copies the collections. */
  public CheckpointRow {
    requireNonNull(status);
    requireNonNull(time);
    if (!LogKeys.isVersion(version) || step < 0) {
      throw new IllegalArgumentException("checkpoint v" + version + " at step " + step);
    }
    metrics.values().forEach(Objects::requireNonNull);
    metrics = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    items = List.copyOf(items);
  }

  /** A checkpoint of a process that had not gone back past damage. */
  public CheckpointRow(
      long version,
      long step,
      @Nullable Long totalSteps,
      Status status,
      Instant time,
      SortedMap<String, Double> metrics,
      @Nullable String reason,
      List<ItemRow> items) {
    this(version, step, totalSteps, status, time, metrics, reason, items, null);
  }

  /** The objects that hold chunks of it. */
  public Stream<ChunkRow.StoredObject> objects() {
    return items.stream()
        .flatMap(item -> item.chunks().stream())
        .flatMap(chunk -> Stream.ofNullable(chunk.object()));
  }
}
