package dev.cairn;

import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.ItemRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checkpoints as users see them, to and from the rows of the index. */
final class Rows {
  private Rows() {}

  static CheckpointRow row(
      long version,
      Progress progress,
      Instant time,
      List<ItemRow> items,
      Optional<Fallback> fallback) {
    @Nullable Long total =
        progress.totalSteps().isPresent() ? (Long) progress.totalSteps().getAsLong() : null;
    return new CheckpointRow(
        version,
        progress.step(),
        total,
        progress.status(),
        time,
        new TreeMap<>(progress.metrics()),
        progress.reason().orElse(null),
        items,
        fallback.map(Fallback::row).orElse(null));
  }

  static Checkpoint checkpoint(ProcessId process, CheckpointRow row) {
    Progress progress = Progress.at(row.step()).status(row.status());
    if (row.totalSteps() != null) {
      progress = progress.of(row.totalSteps());
    }
    for (Map.Entry<String, Double> metric : row.metrics().entrySet()) {
      progress = progress.metric(metric.getKey(), metric.getValue());
    }
    if (row.reason() != null) {
      progress = progress.because(row.reason());
    }
    List<Checkpoint.Item> items =
        row.items().stream()
            .map(item -> new Checkpoint.Item(item.name(), item.codec(), item.bytes()))
            .toList();
    return new Checkpoint(
        process,
        row.version(),
        progress,
        row.time(),
        items,
        Optional.ofNullable(Fallback.of(row.restored())));
  }

  static List<Checkpoint> checkpoints(ProcessId process, List<CheckpointRow> rows) {
    return rows.stream().map(row -> checkpoint(process, row)).toList();
  }
}
