package dev.cairn.cli;

import dev.cairn.Checkpoint;
import dev.cairn.ProcessId;
import dev.cairn.RecoveryInfo;
import dev.cairn.Writer;
import dev.cairn.store.ObjectStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what a start of a process would find. */
@Command(
    name = "status",
    description =
        "Show where processes stand: status, step, age of the newest checkpoint, and who wrote it.")
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private JsonOption output = new JsonOption();

  @Option(
      names = "--process",
      paramLabel = "TYPE/NAME",
      converter = ProcessConverter.class,
      description = "Only this process, like training/ranker.")
  private @Nullable ProcessId process;

  /** What the command prints as JSON. */
  private record Report(String store, List<Row> processes) {}

  /**
   * A process as JSON shows it.
   *
   * @param checkpoints how many are kept
   * @param epoch the version of the newest claim
   * @param writer who opened it last
   * @param ageSeconds of the newest checkpoint, by this machine's clock
   * @param damage what is wrong with the newest entries of its log; usually empty
   * @param problem why nothing can be said about it; usually absent
   */
  private record Row(
      String process,
      boolean hasCheckpoint,
      int checkpoints,
      long epoch,
      @Nullable Writer writer,
      @Nullable Long ageSeconds,
      @Nullable CheckpointView latest,
      List<String> damage,
      @Nullable String problem) {}

  @Override
  public Integer call() {
    Survey survey;
    try (ObjectStore opened = store.open()) {
      survey = Survey.of(opened, process, store.shown());
    }
    output.print(
        spec.commandLine().getOut(),
        new Report(store.shown(), survey.processes().stream().map(StatusCommand::row).toList()),
        () -> process == null ? table(survey) : details(survey));
    survey
        .problem()
        .ifPresent(
            problem -> {
              throw problem;
            });
    return ExitCode.OK.number();
  }

  private static Row row(Survey.Finding process) {
    String id = process.id().toString();
    if (process.info().isEmpty()) {
      String problem = process.problem().map(Throwable::getMessage).orElse("unreadable");
      return new Row(id, false, 0, 0, null, null, null, List.of(), problem);
    }
    RecoveryInfo info = process.info().get();
    return new Row(
        id,
        info.hasCheckpoint(),
        info.checkpoints(),
        info.epoch(),
        info.writer().orElse(null),
        info.age().map(Duration::toSeconds).orElse(null),
        info.latest().map(CheckpointView::of).orElse(null),
        info.damage(),
        null);
  }

  private List<String> table(Survey survey) {
    if (survey.processes().isEmpty()) {
      return List.of("There are no processes in " + store.shown());
    }
    Columns columns = new Columns();
    for (Survey.Finding one : survey.processes()) {
      if (one.info().isEmpty()) {
        columns.add(one.id().toString(), "unreadable");
        continue;
      }
      RecoveryInfo info = one.info().get();
      if (info.latest().isEmpty()) {
        columns.add(one.id().toString(), "no checkpoint", "", "", "", "", host(info));
        continue;
      }
      Checkpoint latest = info.latest().get();
      columns.add(
          one.id().toString(),
          Shown.status(latest.progress().status()) + (info.damage().isEmpty() ? "" : ", damaged"),
          Shown.step(latest.progress()),
          "v" + latest.version(),
          age(info),
          Shown.metrics(latest.progress().metrics()),
          host(info));
    }
    return columns.lines();
  }

  private static List<String> details(Survey survey) {
    RecoveryInfo info = survey.processes().get(0).info().orElseThrow();
    Columns columns = new Columns();
    columns.add("process", info.process().toString());
    if (info.latest().isPresent()) {
      Checkpoint latest = info.latest().get();
      columns.add("status", Shown.status(latest.progress().status()));
      latest.progress().reason().ifPresent(reason -> columns.add("because", reason));
      columns.add("progress", Shown.step(latest.progress()));
      columns.add(
          "newest",
          "v%d, %s, %s, %s"
              .formatted(
                  latest.version(),
                  age(info),
                  Shown.count(latest.items().size(), "item", "items"),
                  Shown.bytes(latest.bytes())));
      if (!latest.progress().metrics().isEmpty()) {
        columns.add("metrics", Shown.metrics(latest.progress().metrics()));
      }
      latest
          .fallback()
          .ifPresent(
              to -> {
                columns.add("restored", "from v" + to.version() + ", past what is damaged:");
                to.passedOver().forEach(why -> columns.add("", why));
              });
    } else {
      columns.add("status", "no checkpoint");
    }
    columns.add("kept", Shown.count(info.checkpoints(), "checkpoint", "checkpoints"));
    columns.add("writer", info.writer().map(Writer::toString).orElse("none"));
    columns.add("epoch", Shown.count(info.epoch()));
    List<String> lines = new ArrayList<>(columns.lines());
    info.damage().forEach(damage -> lines.add("damaged: " + damage));
    return lines;
  }

  private static String age(RecoveryInfo info) {
    return info.age().map(age -> Shown.duration(age) + " ago").orElse("");
  }

  private static String host(RecoveryInfo info) {
    return info.writer().map(writer -> "writer " + writer.host()).orElse("");
  }
}
