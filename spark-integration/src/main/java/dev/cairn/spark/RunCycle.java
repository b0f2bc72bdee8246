package dev.cairn.spark;

import dev.cairn.FencedException;
import dev.cairn.ProcessId;
import dev.cairn.Status;
import dev.cairn.codec.Codec;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RunDefinition;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.types.StructType;

/** A run from the opening of its process to its results, whatever its units are. */
record RunCycle(
    JavaSparkContext spark,
    RunSettings settings,
    RunListener listener,
    OnMismatch onMismatch,
    OnCompleted onCompleted) {
  /**
   * Starts or resumes a run and returns when it is done.
   *
   * @param codec of a unit's result
   * @param computation of the units of the run whose parts it is given
   */
  <R> RunResult<R> run(
      StoreReference store,
      ProcessId process,
      RunDefinition definition,
      Codec<R> codec,
      Function<PartsReference, Computation> computation) {
    var guard = ShutdownGuard.install();
    Optional<String> schema =
        codec.mappedClass().flatMap(RecordRows::schemaIfAny).map(StructType::json);
    try (var journal = RunJournal.open(store, process, definition, onMismatch, schema)) {
      Optional<RunJournal.Completed> before = journal.completedBefore();
      if (before.isPresent() && onCompleted == OnCompleted.RETURN) {
        return new RunResult<>(spark, journal.parts(), codec, before.get(), definition.units());
      }
      var state = new RunState(definition.units());
      RunJournal.Completed completed = compute(journal, state, computation.apply(journal.parts()));
      return new RunResult<>(spark, journal.parts(), codec, completed, state.progress().restored());
    } finally {
      guard.release();
    }
  }

  private RunJournal.Completed compute(
      RunJournal journal, RunState state, Computation computation) {
    var execution =
        new RunExecution(spark, journal.parts(), computation, settings, journal, state, listener);
    try {
      return execution.run();
    } catch (FencedException e) {
      throw e; // this driver may not say anything any more
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped(journal, state.progress(), "its driver was interrupted", e);
    } catch (RuntimeException | Error e) {
      if (Thread.currentThread().isInterrupted()) {
        throw stopped(journal, state.progress(), "its driver was interrupted", e);
      }
      if (spark.sc().isStopped()) {
        throw stopped(journal, state.progress(), "its Spark context was stopped", e);
      }
      journal.stopped(Status.FAILED, state.progress(), e);
      throw e;
    }
  }

  private static RunInterruptedException stopped(
      RunJournal journal, RunProgress progress, String why, Throwable cause) {
    var stopped = new RunInterruptedException(journal.process(), why, progress, cause);
    journal.stopped(Status.INTERRUPTED, progress, stopped);
    return stopped;
  }
}
