package dev.cairn;

import static java.util.Objects.requireNonNull;

import dev.cairn.internal.data.StateWriter;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.ChunkRow;
import dev.cairn.internal.log.LogView;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.RunRow;
import dev.cairn.internal.log.TagRow;
import dev.cairn.run.PartName;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.RunParts;
import dev.cairn.store.KeyPrefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checkpoints and runs of a process in a store, as its log lists them at one moment. */
final class StoreOrigin implements Origin {
  private final CheckpointReader reader;
  private final Moment moment;
  private final @Nullable Restored known;
  private final List<Skipped> missing;
  private final List<OriginCheckpoint> checkpoints = new ArrayList<>();
  private final Map<Long, CheckpointRow> rows = new HashMap<>();
  private final List<OriginRun> runs = new ArrayList<>();

  private StoreOrigin(
      CheckpointReader reader, Moment moment, @Nullable Restored known, List<Skipped> missing) {
    this.reader = reader;
    this.moment = moment;
    this.known = known;
    this.missing = missing;
    moment.live().forEach(this::add);
  }

  /** All checkpoints that are kept, and all runs that are not retired. */
  static StoreOrigin all(CheckpointReader reader) {
    Moment moment = reader.moment();
    LogView view = moment.view();
    List<Skipped> missing =
        view.damage().stream()
            .map(damage -> new Skipped(view.newestVersion(), String.valueOf(damage.getMessage())))
            .toList();
    var origin = new StoreOrigin(reader, moment, null, missing);
    moment.runs().forEach(origin::add);
    return origin;
  }

  /** One checkpoint, and the runs that it closed. */
  static StoreOrigin one(CheckpointReader reader, Restored restored) {
    long version = restored.checkpoint().version();
    List<Skipped> missing = restored.passedOver().stream().map(why -> new Skipped(0, why)).toList();
    Moment moment = reader.moment(version);
    var origin = new StoreOrigin(reader, moment, restored, missing);
    moment.runs().stream()
        .filter(row -> Long.valueOf(version).equals(row.completed()))
        .forEach(origin::add);
    return origin;
  }

  @Override
  public ProcessId process() {
    return reader.process();
  }

  @Override
  public List<OriginCheckpoint> checkpoints() {
    return List.copyOf(checkpoints);
  }

  @Override
  public List<OriginRun> runs() {
    return List.copyOf(runs);
  }

  @Override
  public List<Skipped> missing() {
    return missing;
  }

  @Override
  public List<? extends StateWriter.Source> state(OriginCheckpoint checkpoint) {
    Restored restored =
        known != null ? known : reader.unverified(moment, row(checkpoint.version()));
    return restored.sources();
  }

  @Override
  public List<String> chunks(OriginCheckpoint checkpoint, int item) {
    return row(checkpoint.version()).items().get(item).chunks().stream()
        .map(ChunkRow::sha256)
        .toList();
  }

  @Override
  public List<PartName> parts(OriginRun run) {
    return stored(run).list().parts();
  }

  @Override
  public byte[] part(OriginRun run, PartName part) {
    return stored(run).stored(part);
  }

  /** Leaves the reader to who opened it. */
  @Override
  public void close() {}

  private CheckpointRow row(long version) {
    return requireNonNull(rows.get(version));
  }

  private void add(CheckpointRow row) {
    Manifest.Index index = moment.view().index();
    SortedMap<String, TagRow> tags = new TreeMap<>(index.tags());
    tags.values().removeIf(tag -> tag.version() != row.version());
    rows.put(row.version(), row);
    checkpoints.add(
        new OriginCheckpoint(
            Rows.checkpoint(process(), row), index.pins().contains(row.version()), tags));
  }

  private void add(RunRow row) {
    Long completed = row.completed();
    runs.add(
        new OriginRun(
            row.version(),
            RunDefinition.ofFields(row.definition()),
            row.time(),
            completed != null && rows.containsKey(completed)
                ? OptionalLong.of(completed)
                : OptionalLong.empty()));
  }

  private RunParts stored(OriginRun run) {
    RunRow row =
        moment.runs().stream()
            .filter(each -> each.version() == run.version())
            .findFirst()
            .orElseThrow();
    KeyPrefix prefix = RunRegistry.info(process(), row).prefix();
    return new RunParts(reader.store(), prefix, run.definition().units());
  }
}
