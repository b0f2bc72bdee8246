package dev.cairn.cli;

import dev.cairn.CairnException;
import dev.cairn.CheckpointNotFoundException;
import dev.cairn.CheckpointReader;
import dev.cairn.CollectionReport;
import dev.cairn.DamagedException;
import dev.cairn.GarbageCollector;
import dev.cairn.ProcessId;
import dev.cairn.RecoveryInfo;
import dev.cairn.UnsupportedFormatException;
import dev.cairn.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deletes what dead writers have left and no checkpoint needs. */
@Command(
    name = "gc",
    description =
        "Delete what no checkpoint needs: data, parts and entries that dead writers have left. It may run"
            + " at any time, and disturbs no writer, reader or editor.")
final class GcCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private JsonOption output = new JsonOption();

  @Option(
      names = "--process",
      paramLabel = "TYPE/NAME",
      converter = ProcessConverter.class,
      description = "Only this process, like training/ranker.")
  private @Nullable ProcessId process;

  @Option(names = "--dry-run", description = "Show what would be deleted, and delete nothing.")
  private boolean dryRun;

  /** What was done to one process; without a report when its log cannot be read. */
  private record Collected(
      ProcessId id, @Nullable CollectionReport report, @Nullable CairnException problem) {}

  /** What the command prints as JSON. */
  private record Report(String store, boolean dryRun, List<Row> processes) {}

  /**
   * A process as JSON shows it.
   *
   * @param version of the entry of the log that the collection went by
   * @param left what was not looked at, and why; usually empty
   * @param problem why nothing could be collected; usually absent
   */
  private record Row(
      String process,
      @Nullable Long version,
      long objects,
      long bytes,
      List<Group> groups,
      List<String> left,
      @Nullable String problem) {}

  /** Objects that are garbage for the same reason, as JSON shows them. */
  private record Group(String kind, String reason, long objects, long bytes) {}

  @Override
  public Integer call() {
    List<Collected> all = new ArrayList<>();
    try (ObjectStore opened = store.open()) {
      if (process == null) {
        CheckpointReader.processes(opened).forEach(id -> addIfKnown(opened, id, all));
      } else {
        requireKnown(opened, process);
        all.add(new Collected(process, collect(opened, process), null));
      }
    }
    output.print(
        spec.commandLine().getOut(),
        new Report(store.shown(), dryRun, all.stream().map(GcCommand::row).toList()),
        () -> lines(all));
    for (Collected one : all) {
      if (one.problem() != null) {
        throw one.problem();
      }
    }
    return ExitCode.OK.number();
  }

  private void addIfKnown(ObjectStore opened, ProcessId id, List<Collected> all) {
    try {
      all.add(new Collected(id, collect(opened, id), null));
    } catch (CheckpointNotFoundException e) {
      // A folder of somebody else: nobody ever opened it as a process.
    } catch (DamagedException | UnsupportedFormatException e) {
      all.add(new Collected(id, null, e));
    }
  }

  private void requireKnown(ObjectStore opened, ProcessId id) {
    RecoveryInfo info;
    try (CheckpointReader reader = CheckpointReader.open(opened, id)) {
      info = reader.recoveryInfo();
    }
    KnownProcess.require(opened, id, info, store.shown());
  }

  private CollectionReport collect(ObjectStore opened, ProcessId id) {
    GarbageCollector collector = GarbageCollector.of(opened, id);
    return dryRun ? collector.dryRun() : collector.collect();
  }

  private static Row row(Collected one) {
    CollectionReport report = one.report();
    if (report == null) {
      String problem = one.problem() == null ? "unreadable" : one.problem().getMessage();
      return new Row(one.id().toString(), null, 0, 0, List.of(), List.of(), problem);
    }
    return new Row(
        one.id().toString(),
        report.version(),
        report.objects(),
        report.bytes(),
        report.groups().stream()
            .map(
                group ->
                    new Group(
                        group.kind().name().toLowerCase(Locale.ROOT),
                        group.reason(),
                        group.objects(),
                        group.bytes()))
            .toList(),
        report.left(),
        null);
  }

  private List<String> lines(List<Collected> all) {
    Columns columns = new Columns();
    List<String> left = new ArrayList<>();
    long objects = 0;
    long bytes = 0;
    for (Collected one : all) {
      CollectionReport report = one.report();
      if (report == null) {
        columns.add(one.id().toString(), "unreadable");
        continue;
      }
      for (CollectionReport.Group group : report.groups()) {
        columns.add(
            one.id().toString(), objects(group), Shown.bytes(group.bytes()), group.reason());
      }
      report.left().forEach(what -> left.add("Not looked at in " + one.id() + ": " + what));
      objects += report.objects();
      bytes += report.bytes();
    }
    List<String> lines = new ArrayList<>(columns.lines());
    lines.addAll(left);
    lines.add(
        objects == 0
            ? "There is nothing to delete in " + store.shown()
            : "%s %s, %s"
                .formatted(
                    dryRun ? "Would delete" : "Deleted",
                    Shown.count(objects, "object", "objects"),
                    Shown.bytes(bytes)));
    return lines;
  }

  private static String objects(CollectionReport.Group group) {
    return switch (group.kind()) {
      case DATA -> Shown.count(group.objects(), "chunk", "chunks");
      case PART -> Shown.count(group.objects(), "part", "parts");
      case ENTRY -> Shown.count(group.objects(), "entry", "entries");
    };
  }
}
