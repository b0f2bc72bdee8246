package dev.cairn;

import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.RunRow;
import dev.cairn.run.Fingerprint;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.RunInfo;
import dev.cairn.run.RunMismatchException;
import dev.cairn.store.KeyPrefix;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The runs in an index: which one a definition means, and how one is added or closed. */
final class RunRegistry {
  private RunRegistry() {}

  /**
   * The run of an index that a definition means, open or completed; the newest, when it was
   * registered more than once.
   *
   * @throws RunMismatchException when the newest run has another definition, none has this one, and
   *     that is to fail
   */
  static Optional<RegisteredRun> find(
      ProcessId process, Manifest.Index index, RunDefinition definition, OnMismatch onMismatch) {
    List<RunRow> usable = index.runs().stream().filter(row -> row.retired() == null).toList();
    Optional<RegisteredRun> same =
        usable.stream()
            .filter(row -> row.fingerprint().equals(definition.fingerprint().hex()))
            .reduce((older, newer) -> newer)
            .map(row -> registered(process, row, definition));
    if (same.isEmpty() && !usable.isEmpty() && onMismatch == OnMismatch.FAIL) {
      RunRow newest = usable.get(usable.size() - 1);
      throw new RunMismatchException(
          process.toString(), RunDefinition.differences(newest.definition(), definition.fields()));
    }
    return same;
  }

  /** The index with a new run, which the entry of {@code version} registers. */
  static Manifest.Index add(
      Manifest.Index base, long version, RunDefinition definition, Instant now) {
    List<RunRow> runs = new ArrayList<>(base.runs());
    runs.add(
        new RunRow(definition.fingerprint().hex(), version, definition.fields(), now, null, null));
    return base.withRuns(runs);
  }

  /**
   * The index with a run closed by the checkpoint of {@code version}.
   *
   * @throws InvalidRequestException when the run is not kept any more, so that its parts go
   */
  static Manifest.Index complete(Manifest.Index base, RegisteredRun run, long version) {
    if (base.runs().stream()
        .noneMatch(row -> row.version() == run.version() && row.retired() == null)) {
      throw new InvalidRequestException(
          "The run v%d cannot be completed: it was let go when newer runs were registered, and its parts with it. Register it again."
              .formatted(run.version()));
    }
    List<RunRow> runs =
        base.runs().stream()
            .map(row -> row.version() == run.version() ? row.complete(version) : row)
            .toList();
    return base.withRuns(runs);
  }

  /**
   * The index with the runs that one checkpoint closed closed by another one, which carries on its
   * state.
   */
  static Manifest.Index carryOn(Manifest.Index base, long from, long to) {
    List<RunRow> runs =
        base.runs().stream()
            .map(row -> Long.valueOf(from).equals(row.completed()) ? row.complete(to) : row)
            .toList();
    return base.withRuns(runs);
  }

  static RegisteredRun registered(ProcessId process, RunRow row, RunDefinition definition) {
    return new RegisteredRun(definition, row.version(), prefix(process, row), completed(row));
  }

  static RunInfo info(ProcessId process, RunRow row) {
    return new RunInfo(
        new Fingerprint(row.fingerprint()),
        row.version(),
        prefix(process, row),
        row.definition(),
        row.time(),
        completed(row));
  }

  private static KeyPrefix prefix(ProcessId process, RunRow row) {
    return new KeyPrefix(process.prefix().value() + row.folder() + "/");
  }

  private static OptionalLong completed(RunRow row) {
    return row.completed() == null ? OptionalLong.empty() : OptionalLong.of(row.completed());
  }
}
