package dev.cairn.spark.ui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.spark.RunProgress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Runs as JSON: an array, the newest run that goes on first. Counts are of units, or of parts where
 * their names say so; times are in UTC, as in {@code 2026-11-24T18:00:00Z}; what is not known is
 * null.
 */
final class RunsJson {
  private RunsJson() {}

  static JsonNode of(List<RunRow> rows) {
    var all = JsonNodeFactory.instance.arrayNode();
    rows.forEach(row -> all.add(of(row)));
    return all;
  }

  private static ObjectNode of(RunRow row) {
    RunProgress progress = row.progress();
    var json = JsonNodeFactory.instance.objectNode();
    json.put("process", row.process());
    json.put("folder", row.folder());
    json.put("state", row.state().name().toLowerCase(Locale.ROOT));
    json.put("why", row.why().orElse(null));
    json.put("phase", progress.phase().name().toLowerCase(Locale.ROOT));
    json.put("units", progress.units());
    json.put("done", progress.done());
    json.put("restored", progress.restored());
    json.put("computed", progress.computed());
    json.put("verified", progress.verified());
    json.put("parts", progress.parts());
    json.put("partsDiscarded", progress.damaged());
    json.put(
        "unitsPerSecond",
        progress.unitsPerSecond().isPresent() ? progress.unitsPerSecond().getAsDouble() : null);
    json.put(
        "secondsLeft", progress.remaining().map(left -> left.toMillis() / 1000.0).orElse(null));
    json.put(
        "lastCommit", progress.lastCommit().isPresent() ? progress.lastCommit().getAsLong() : null);
    json.put("committed", row.committed().map(Instant::toString).orElse(null));
    json.put("started", row.started().toString());
    json.put("ended", row.ended().map(Instant::toString).orElse(null));
    return json;
  }
}
