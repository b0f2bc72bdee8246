package dev.cairn.cli;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointReader;
import dev.cairn.ProcessId;
import dev.cairn.RecoveryInfo;
import dev.cairn.store.ObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists processes, or the checkpoints of one. */
@Command(
    name = "list",
    description = "List the processes of a store, or the checkpoints of a process, newest first.")
final class ListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private JsonOption output = new JsonOption();

  @Option(
      names = "--process",
      paramLabel = "TYPE/NAME",
      converter = ProcessConverter.class,
      description = "The checkpoints of this process, like training/ranker.")
  private @Nullable ProcessId process;

  /** What the command prints as JSON without a process. */
  private record Processes(String store, List<Row> processes) {}

  /**
   * A process as JSON shows it.
   *
   * @param checkpoints how many are kept
   * @param latest version of the newest one
   * @param problem why its log cannot be read; usually absent
   */
  private record Row(
      String process, int checkpoints, @Nullable Long latest, @Nullable String problem) {}

  /** What the command prints as JSON with a process. */
  private record Checkpoints(String store, String process, List<CheckpointView> checkpoints) {}

  @Override
  public Integer call() {
    try (ObjectStore opened = store.open()) {
      if (process == null) {
        listProcesses(opened);
      } else {
        listCheckpoints(opened, process);
      }
    }
    return ExitCode.OK.number();
  }

  private void listProcesses(ObjectStore opened) {
    Survey survey = Survey.of(opened, null, store.shown());
    output.print(
        spec.commandLine().getOut(),
        new Processes(store.shown(), survey.processes().stream().map(ListCommand::row).toList()),
        () -> table(survey));
    survey
        .problem()
        .ifPresent(
            problem -> {
              throw problem;
            });
  }

  private static Row row(Survey.Finding process) {
    return new Row(
        process.id().toString(),
        process.info().map(RecoveryInfo::checkpoints).orElse(0),
        process.info().flatMap(RecoveryInfo::latest).map(Checkpoint::version).orElse(null),
        process.problem().map(Throwable::getMessage).orElse(null));
  }

  private List<String> table(Survey survey) {
    if (survey.processes().isEmpty()) {
      return List.of("There are no processes in " + store.shown());
    }
    Columns columns = new Columns();
    for (Survey.Finding one : survey.processes()) {
      columns.add(
          one.id().toString(),
          one.info()
              .map(info -> Shown.count(info.checkpoints(), "checkpoint", "checkpoints"))
              .orElse("unreadable"),
          one.info()
              .flatMap(RecoveryInfo::latest)
              .map(latest -> "newest v" + latest.version())
              .orElse(""));
    }
    return columns.lines();
  }

  private void listCheckpoints(ObjectStore opened, ProcessId id) {
    List<Checkpoint> newestFirst;
    try (CheckpointReader reader = CheckpointReader.open(opened, id)) {
      newestFirst = new ArrayList<>(reader.list());
      if (newestFirst.isEmpty()) {
        KnownProcess.require(opened, id, reader.recoveryInfo(), store.shown());
      }
    }
    Collections.reverse(newestFirst);
    output.print(
        spec.commandLine().getOut(),
        new Checkpoints(
            store.shown(), id.toString(), newestFirst.stream().map(CheckpointView::of).toList()),
        () -> rows(id, newestFirst));
  }

  private static List<String> rows(ProcessId id, List<Checkpoint> newestFirst) {
    if (newestFirst.isEmpty()) {
      return List.of(id + " has no checkpoints");
    }
    Instant now = InstantSource.system().instant();
    Columns columns = new Columns();
    for (Checkpoint checkpoint : newestFirst) {
      Duration age = Duration.between(checkpoint.time(), now);
      columns.add(
          "v" + checkpoint.version(),
          Shown.status(checkpoint.progress().status()),
          Shown.step(checkpoint.progress()),
          Shown.duration(age.isNegative() ? Duration.ZERO : age) + " ago",
          Shown.count(checkpoint.items().size(), "item", "items"),
          Shown.bytes(checkpoint.bytes()),
          Shown.metrics(checkpoint.progress().metrics()),
          checkpoint.fallback().map(to -> "restored from v" + to.version()).orElse(""));
    }
    return columns.lines();
  }
}
