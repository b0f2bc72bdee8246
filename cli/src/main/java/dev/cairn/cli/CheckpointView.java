package dev.cairn.cli;

import dev.cairn.Checkpoint;
import dev.cairn.Fallback;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as JSON shows it. The names are part of the command's interface.
 *
 * @param time in ISO 8601, UTC
 * @param percent of the steps, 0 to 100; absent when the end is not known
 * @param bytes of all items, as they were saved
 * @param fallback what the process had gone back to before it, past damage; usually absent
 */
record CheckpointView(
    long version,
    String status,
    long step,
    @Nullable Long totalSteps,
    @Nullable Double percent,
    String time,
    Map<String, Double> metrics,
    @Nullable String reason,
    long bytes,
    List<Item> items,
    @Nullable Fallback fallback) {
  record Item(String name, String codec, long bytes) {}

  static CheckpointView of(Checkpoint checkpoint) {
    var progress = checkpoint.progress();
    return new CheckpointView(
        checkpoint.version(),
        StatusWord.of(progress.status()),
        progress.step(),
        progress.totalSteps().isPresent() ? (Long) progress.totalSteps().getAsLong() : null,
        progress.percent().isPresent() ? (Double) progress.percent().getAsDouble() : null,
        checkpoint.time().toString(),
        progress.metrics(),
        progress.reason().orElse(null),
        checkpoint.bytes(),
        checkpoint.items().stream()
            .map(item -> new Item(item.name(), item.codec(), item.bytes()))
            .toList(),
        checkpoint.fallback().orElse(null));
  }
}
