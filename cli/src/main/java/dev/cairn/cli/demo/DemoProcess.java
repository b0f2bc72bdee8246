package dev.cairn.cli.demo;

import dev.cairn.CheckpointReader;
import dev.cairn.ProcessId;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.RunInfo;
import dev.cairn.store.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * Which process the demonstration uses: {@code backtest/demo-1}, then {@code demo-2}, and so on.
 * The newest one goes on when its run was interrupted, be it by a kill a moment ago or last week;
 * when it is completed, or is another run, a new one begins.
 *
 * @param id of the process
 * @param start whether there is something to go on from
 */
record DemoProcess(ProcessId id, DemoOutcome.Start start) {
  private static final Pattern NAME = Pattern.compile("demo-([0-9]{1,9})");

  /** A process that was asked for. */
  static DemoProcess named(ObjectStore store, ProcessId id) {
    try (CheckpointReader reader = CheckpointReader.open(store, id)) {
      if (reader.recoveryInfo().epoch() == 0) {
        return new DemoProcess(id, DemoOutcome.Start.NEW);
      }
    }
    boolean completed = run(store, id).flatMap(DemoProcess::completedBy).isPresent();
    return new DemoProcess(
        id, completed ? DemoOutcome.Start.COMPLETED : DemoOutcome.Start.UNFINISHED);
  }

  private static Optional<Long> completedBy(RunInfo run) {
    return run.completedBy().isPresent()
        ? Optional.of(run.completedBy().getAsLong())
        : Optional.empty();
  }

  /** The process for a sweep, when none was asked for. */
  static DemoProcess choose(ObjectStore store, RunDefinition definition) {
    long newest = newest(CheckpointReader.processes(store));
    if (newest > 0) {
      ProcessId id = id(newest);
      if (canGoOn(store, id, definition)) {
        return new DemoProcess(id, DemoOutcome.Start.UNFINISHED);
      }
    }
    return new DemoProcess(id(newest + 1), DemoOutcome.Start.NEW);
  }

  /** A process that nobody has used, for the sweep that nobody interrupts. */
  static ProcessId uninterrupted(ObjectStore store, ProcessId interrupted) {
    List<ProcessId> used = CheckpointReader.processes(store);
    return LongStream.rangeClosed(1, used.size() + 1)
        .mapToObj(
            number ->
                ProcessId.backtest(
                    interrupted.name() + "-uninterrupted" + (number == 1 ? "" : "-" + number)))
        .filter(id -> !used.contains(id))
        .findFirst()
        .orElseThrow();
  }

  private static boolean canGoOn(ObjectStore store, ProcessId id, RunDefinition definition) {
    return run(store, id)
        .map(
            run ->
                run.completedBy().isEmpty() && run.fingerprint().equals(definition.fingerprint()))
        .orElse(true); // claimed, and killed before it could register its run
  }

  /** The newest run of a process, when one is registered. */
  static Optional<RunInfo> run(ObjectStore store, ProcessId id) {
    try (CheckpointReader reader = CheckpointReader.open(store, id)) {
      List<RunInfo> runs = reader.runs();
      return runs.isEmpty() ? Optional.empty() : Optional.of(runs.get(runs.size() - 1));
    }
  }

  private static long newest(List<ProcessId> processes) {
    return processes.stream()
        .filter(id -> id.type().equals("backtest"))
        .map(id -> NAME.matcher(id.name()))
        .filter(Matcher::matches)
        .mapToLong(name -> Long.parseLong(name.group(1)))
        .max()
        .orElse(0);
  }

  private static ProcessId id(long number) {
    return ProcessId.backtest("demo-" + number);
  }
}
