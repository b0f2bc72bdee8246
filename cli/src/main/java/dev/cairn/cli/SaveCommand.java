package dev.cairn.cli;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointManager;
import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.State;
import dev.cairn.Status;
import dev.cairn.store.ObjectStore;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Saves a checkpoint from files. */
@Command(
    name = "save",
    description =
        "Save files as a checkpoint. It is there when the command ends with 0, whole, or not at all."
            + " Whoever had the process open for writing is fenced.")
final class SaveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private JsonOption output = new JsonOption();

  @Option(
      names = "--process",
      required = true,
      paramLabel = "TYPE/NAME",
      converter = ProcessConverter.class,
      description = "What is checkpointed, like training/ranker.")
  private ProcessId process = ProcessId.training("none");

  @Option(
      names = "--step",
      required = true,
      paramLabel = "N",
      converter = StepCount.class,
      description = "How many steps are done.")
  private Long step = 0L;

  @Option(
      names = "--total",
      paramLabel = "N",
      converter = StepCount.class,
      description = "How many steps there are.")
  private @Nullable Long total;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      converter = StatusWord.class,
      description = "in-progress (the default), interrupted, failed or completed.")
  private Status status = Status.IN_PROGRESS;

  @Option(
      names = "--metric",
      paramLabel = "NAME=NUMBER",
      converter = Metric.Converter.class,
      description = "A figure to be listed with the checkpoint. May be repeated.")
  private List<Metric> metrics = List.of();

  @Option(
      names = "--item",
      paramLabel = "NAME=FILE",
      converter = ItemFile.Converter.class,
      description = "A file to be saved, and the name to restore it by. May be repeated.")
  private List<ItemFile> items = List.of();

  /** What the command prints as JSON. */
  private record Saved(String store, String process, CheckpointView checkpoint) {}

  @Override
  public Integer call() {
    Progress progress;
    State state;
    try {
      progress = progress();
      state = state();
    } catch (InvalidRequestException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    items.forEach(ItemFile::check);
    try (ObjectStore opened = store.open();
        CheckpointManager manager =
            CheckpointManager.builder().store(opened).process(process).open()) {
      print(manager.save(progress, state));
    }
    return ExitCode.OK.number();
  }

  private Progress progress() {
    Progress progress = Progress.at(step).status(status);
    if (total != null) {
      progress = progress.of(total);
    }
    Set<String> names = new HashSet<>();
    for (Metric metric : metrics) {
      if (!names.add(metric.name())) {
        throw new InvalidRequestException(
            "The metric '%s' is given twice: give it once.".formatted(metric.name()));
      }
      progress = progress.metric(metric.name(), metric.value());
    }
    return progress;
  }

  private State state() {
    State state = State.empty();
    for (ItemFile item : items) {
      state = state.and(item.name(), new FileCodec(), item.file());
    }
    return state;
  }

  private void print(Checkpoint saved) {
    output.print(
        spec.commandLine().getOut(),
        new Saved(store.shown(), process.toString(), CheckpointView.of(saved)),
        () ->
            List.of(
                "Saved v%d of %s: %s, %s, %s, %s"
                    .formatted(
                        saved.version(),
                        process,
                        Shown.step(saved.progress()),
                        Shown.status(saved.progress().status()),
                        Shown.count(saved.items().size(), "item", "items"),
                        Shown.bytes(saved.bytes()))));
  }
}
