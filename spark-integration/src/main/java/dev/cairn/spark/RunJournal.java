package dev.cairn.spark;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointNotFoundException;
import dev.cairn.DamagedException;
import dev.cairn.FencedException;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.Restored;
import dev.cairn.State;
import dev.cairn.Status;
import dev.cairn.codec.Codecs;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.PartName;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A registered run in the log of its process. Used by the driver's thread alone. */
final class RunJournal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunJournal.class);

  /** The item of a final checkpoint that lists the parts, a name in each line. */
  static final String PARTS = "parts";

  /** The item of a final checkpoint that holds the digest of the results. */
  static final String DIGEST = "digest";

  /**
   * The item of a final checkpoint that says which columns the results have, when they are records:
   * a schema of Spark as JSON. With it whoever does not have the class can read them as a table.
   */
  static final String SCHEMA = "schema";

  /** A run's results, as its final checkpoint has them. */
  record Completed(List<PartName> parts, String digest, long version) {}

  private final StoreReference store;
  private final CheckpointManager manager;
  private final RegisteredRun run;
  private final Optional<String> schema;

  private RunJournal(
      StoreReference store, CheckpointManager manager, RegisteredRun run, Optional<String> schema) {
    this.store = store;
    this.manager = manager;
    this.run = run;
    this.schema = schema;
  }

  /**
   * Opens the process for writing, which fences every other driver, and finds or registers the run.
   *
   * @param schema of the results, when they have one; see {@link #SCHEMA}
   * @throws dev.cairn.run.RunMismatchException when the process has a run of another definition and
   *     that is to fail
   */
  static RunJournal open(
      StoreReference store,
      ProcessId process,
      RunDefinition definition,
      OnMismatch onMismatch,
      Optional<String> schema) {
    CheckpointManager manager =
        CheckpointManager.builder().store(store.openUncached()).process(process).open();
    try {
      return new RunJournal(store, manager, manager.register(definition, onMismatch), schema);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  String process() {
    return manager.process().toString();
  }

  /** The parts of the registered run. */
  PartsReference parts() {
    return new PartsReference(store, run.prefix().value(), run.definition().units());
  }

  /**
   * The results, when the run was completed before this driver came. When its final checkpoint is
   * lost, the run counts as open: its parts are still there, and to complete it again is to read
   * them.
   */
  Optional<Completed> completedBefore() {
    OptionalLong by = run.completedBy();
    if (by.isEmpty()) {
      return Optional.empty();
    }
    try {
      Restored last = manager.restore(by.getAsLong());
      List<PartName> parts =
          last.item(PARTS, Codecs.utf8())
              .lines()
              .map(line -> PartName.parse(line).orElseThrow())
              .toList();
      return Optional.of(new Completed(parts, last.item(DIGEST, Codecs.utf8()), by.getAsLong()));
    } catch (DamagedException | CheckpointNotFoundException e) {
      LOG.warn(
          "The run of {} was completed by v{}, but that checkpoint is lost, so it is completed again, epoch {}: {}",
          process(),
          by.getAsLong(),
          manager.epoch(),
          e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Commits how far the run is, and returns the version.
   *
   * @throws FencedException when another writer has taken the process over
   */
  long progress(RunProgress progress) {
    return manager.save(at(progress), State.empty()).version();
  }

  /** Commits that the run is done, with the parts that hold its results and their digest. */
  Completed completed(RunProgress progress, List<PartName> parts, String digest) {
    String names = String.join("\n", parts.stream().map(PartName::format).toList());
    State results = State.of(PARTS, Codecs.utf8(), names).and(DIGEST, Codecs.utf8(), digest);
    Checkpoint last =
        manager.complete(
            run,
            at(progress).status(Status.COMPLETED),
            schema.map(text -> results.and(SCHEMA, Codecs.utf8(), text)).orElse(results));
    return new Completed(parts, digest, last.version());
  }

  /**
   * Commits that the run stopped before its end. It is a courtesy to people, so what keeps it from
   * being committed is added to {@code why} and not thrown.
   *
   * @return its version, if it could be committed
   */
  OptionalLong stopped(Status status, RunProgress progress, Throwable why) {
    boolean interrupted = Thread.interrupted(); // with the flag set, a store would refuse
    try {
      return OptionalLong.of(
          manager
              .save(
                  at(progress)
                      .status(status)
                      .because(FirstLine.of(String.valueOf(why.getMessage()))),
                  State.empty())
              .version());
    } catch (RuntimeException e) {
      LOG.warn(
          "{} is {}, which could not be committed, epoch {}: {}",
          process(),
          status,
          manager.epoch(),
          e.getMessage());
      why.addSuppressed(e);
      return OptionalLong.empty();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    manager.close();
  }

  private static Progress at(RunProgress progress) {
    return Progress.at(progress.done()).of(progress.units()).metric("parts", progress.parts());
  }
}
