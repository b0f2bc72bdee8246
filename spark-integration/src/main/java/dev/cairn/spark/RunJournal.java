package dev.cairn.spark;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointManager;
import dev.cairn.FencedException;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.Restored;
import dev.cairn.State;
import dev.cairn.Status;
import dev.cairn.codec.Codec;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.PartName;
import dev.cairn.run.RunDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of a process as its run writes it. Used by the driver's thread alone. */
final class RunJournal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunJournal.class);

  /** A run's results, as its final checkpoint has them. */
  record Completed(List<PartName> parts, String digest, long version) {}

  private final CheckpointManager manager;
  private final PartsReference parts;
  private final Optional<Completed> completed;

  private RunJournal(
      CheckpointManager manager, PartsReference parts, Optional<Completed> completed) {
    this.manager = manager;
    this.parts = parts;
    this.completed = completed;
  }

  static RunJournal open(
      StoreReference store, ProcessId process, RunDefinition definition, OnMismatch onMismatch) {
    CheckpointManager manager =
        CheckpointManager.builder().store(store.openUncached()).process(process).open();
    String prefix =
        process
            .prefix()
            .folder("runs")
            .folder(Integer.toHexString(definition.hashCode()) + "-1")
            .value();
    Optional<Completed> completed =
        manager
            .restoreLatest()
            .filter(last -> last.progress().status() == Status.COMPLETED)
            .map(RunJournal::completed);
    return new RunJournal(
        manager, new PartsReference(store, prefix, definition.units()), completed);
  }

  private static Completed completed(Restored last) {
    return new Completed(
        last.item("parts", new Text())
            .lines()
            .map(line -> PartName.parse(line).orElseThrow())
            .toList(),
        last.item("digest", new Text()),
        last.checkpoint().version());
  }

  String process() {
    return manager.process().toString();
  }

  /** The parts of the registered run. */
  PartsReference parts() {
    return parts;
  }

  /** The results, when the run was completed before this driver came. */
  Optional<Completed> completedBefore() {
    return completed;
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
  Completed completed(RunProgress progress, List<PartName> used, String digest) {
    String names = String.join("\n", used.stream().map(PartName::format).toList());
    Checkpoint last =
        manager.save(
            at(progress).status(Status.COMPLETED),
            State.of("parts", new Text(), names).and("digest", new Text(), digest));
    return new Completed(used, digest, last.version());
  }

  /**
   * Commits that the run stopped before its end; what keeps that from being said is added to why.
   */
  void stopped(Status status, RunProgress progress, Throwable why) {
    try {
      manager.save(
          at(progress).status(status).because(String.valueOf(why.getMessage())), State.empty());
    } catch (RuntimeException e) {
      LOG.warn(
          "That the run of {} is {} could not be committed: {}", process(), status, e.getMessage());
      why.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    manager.close();
  }

  private static Progress at(RunProgress progress) {
    return Progress.at(progress.done()).of(progress.units()).metric("parts", progress.parts());
  }

  private static final class Text implements Codec<String> {
    @Override
    public String name() {
      return "text";
    }

    @Override
    public void encode(String value, OutputStream out) throws IOException {
      out.write(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String decode(InputStream in) throws IOException {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
