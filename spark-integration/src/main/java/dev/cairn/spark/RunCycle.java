package dev.cairn.spark;

import dev.cairn.FencedException;
import dev.cairn.ProcessId;
import dev.cairn.Status;
import dev.cairn.codec.Codec;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RunDefinition;
import dev.cairn.spark.ui.ShownRun;
import dev.cairn.spark.ui.ShownState;
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
      var state = new RunState(definition.units(), System::nanoTime);
      Optional<RunJournal.Completed> before = journal.completedBefore();
      if (before.isPresent() && onCompleted == OnCompleted.RETURN) {
        state.completedBefore(before.get());
        RunProgress progress = state.progress();
        show(journal, progress).ended(ShownState.COMPLETED, Optional.empty(), progress);
        return new RunResult<>(spark, journal.parts(), codec, before.get(), definition.units());
      }
      RunJournal.Completed completed = compute(journal, state, computation.apply(journal.parts()));
      return new RunResult<>(spark, journal.parts(), codec, completed, state.progress().restored());
    } finally {
      guard.release();
    }
  }

  private RunJournal.Completed compute(
      RunJournal journal, RunState state, Computation computation) {
    ShownRun shown = show(journal, state.progress());
    var execution =
        new RunExecution(
            spark, journal.parts(), computation, settings, journal, state, both(shown));
    try {
      RunJournal.Completed completed = execution.run();
      shown.ended(ShownState.COMPLETED, Optional.empty(), state.progress());
      return completed;
    } catch (FencedException e) {
      shown.ended(ShownState.FENCED, why(e), state.progress());
      throw e; // this driver may not say anything any more
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(journal, state, shown, "its driver was interrupted", e);
    } catch (RuntimeException | Error e) {
      if (Thread.currentThread().isInterrupted()) {
        throw interrupted(journal, state, shown, "its driver was interrupted", e);
      }
      if (spark.sc().isStopped()) {
        throw interrupted(journal, state, shown, "its Spark context was stopped", e);
      }
      stopped(journal, state, Status.FAILED, e);
      shown.ended(ShownState.FAILED, why(e), state.progress());
      throw e;
    }
  }

  private static RunInterruptedException interrupted(
      RunJournal journal, RunState state, ShownRun shown, String why, Throwable cause) {
    var stopped = new RunInterruptedException(journal.process(), why, state.progress(), cause);
    stopped(journal, state, Status.INTERRUPTED, stopped);
    shown.ended(ShownState.INTERRUPTED, Optional.of(why), state.progress());
    return stopped;
  }

  private static void stopped(RunJournal journal, RunState state, Status status, Throwable why) {
    if (state.progress().phase() == RunProgress.Phase.COMPLETED) {
      return; // the log has it, whatever a listener threw then
    }
    journal.stopped(status, state.progress(), why).ifPresent(state::committed);
  }

  private ShownRun show(RunJournal journal, RunProgress progress) {
    return ShownRun.begin(spark.sc(), journal.process(), journal.parts().prefix(), progress);
  }

  private RunListener both(ShownRun shown) {
    return progress -> {
      shown.progressed(progress);
      listener.progressed(progress);
    };
  }

  private static Optional<String> why(Throwable failure) {
    return Optional.of(FirstLine.of(String.valueOf(failure.getMessage())));
  }
}
