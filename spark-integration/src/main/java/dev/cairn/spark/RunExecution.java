package dev.cairn.spark;

import dev.cairn.run.Cover;
import dev.cairn.run.IntervalSet;
import dev.cairn.run.PartListing;
import dev.cairn.run.PartName;
import dev.cairn.run.PartSlice;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a registered run to its end: computes what is missing, reads back and checks all that it
 * has no digests of yet, computes anew what turned out damaged, and commits. All requests to the
 * log come from the thread that calls it.
 */
final class RunExecution {
  private static final Logger LOG = LoggerFactory.getLogger(RunExecution.class);

  /** How often damage is mended before the store is taken for unable to keep what it is given. */
  private static final int MOST_REPAIRS = 3;

  private final JavaSparkContext spark;
  private final PartsReference parts;
  private final Computation computation;
  private final RunJournal journal;
  private final RunState state;
  private final RunListener listener;
  private final ProgressCommits commits;

  /** The digests of parts whose tasks have reported them. */
  private final Map<PartName, byte[]> written = new HashMap<>();

  RunExecution(
      JavaSparkContext spark,
      PartsReference parts,
      Computation computation,
      RunSettings settings,
      RunJournal journal,
      RunState state,
      RunListener listener) {
    this.spark = spark;
    this.parts = parts;
    this.computation = computation;
    this.journal = journal;
    this.state = state;
    this.listener = listener;
    this.commits = new ProgressCommits(journal, state, settings.commitInterval(), System::nanoTime);
  }

  /**
   * Runs until the final checkpoint is committed.
   *
   * @throws InterruptedException when the thread is interrupted; the job is cancelled
   */
  RunJournal.Completed run() throws InterruptedException {
    state.restored(parts.open().list().parts());
    computation.meters().restored(state.done());
    JvmCounts.restored(state.done());
    for (int repairs = 0; ; repairs++) {
      computeMissing();
      PartListing listing = state.listing();
      warnOfConflicts(listing);
      Cover cover = listing.cover();
      VerifyPass pass = verify(cover);
      if (pass.damaged().isEmpty()) {
        RunJournal.Completed completed = complete(cover, pass.digest());
        state.committed(completed.version());
        enter(RunProgress.Phase.COMPLETED);
        return completed;
      }
      repair(pass, repairs);
    }
  }

  private RunJournal.Completed complete(Cover cover, String digest) {
    List<PartName> used = cover.slices().stream().map(PartSlice::part).distinct().toList();
    return journal.completed(state.progress(), used, digest);
  }

  private void computeMissing() throws InterruptedException {
    enter(RunProgress.Phase.COMPUTING);
    IntervalSet missing = state.missing();
    if (missing.isEmpty()) {
      return;
    }
    try (SparkJob<?, String[]> job = computation.start(toCompute(missing), missing)) {
      drive(job, ended -> stored(Arrays.stream(ended.result()).map(StoredPart::parse).toList()));
    }
  }

  private void stored(List<StoredPart> found) {
    state.add(found.stream().map(StoredPart::name).toList());
    found.forEach(
        part -> part.unitDigests().ifPresent(digests -> written.put(part.name(), digests)));
  }

  private VerifyPass verify(Cover cover) throws InterruptedException {
    enter(RunProgress.Phase.VERIFYING);
    var pass = new VerifyPass(cover, written, parts.units(), TaskPlan.cores(spark));
    state.verified(pass.advance());
    for (var batch = pass.nextBatch(); batch.isPresent(); batch = pass.nextBatch()) {
      try (var job = SparkJob.start(spark, toVerify(cover), batch.get(), new VerifyTask(parts))) {
        drive(job, ended -> state.verified(pass.add(ended.task(), ended.result())));
      }
    }
    return pass;
  }

  private JobLabel toCompute(IntervalSet missing) {
    return label(
        "%,d of %,d units to compute, %,d restored",
        missing.size(), parts.units(), state.progress().restored());
  }

  private JobLabel toVerify(Cover cover) {
    return label("%,d units in %,d parts to verify", parts.units(), cover.slices().size());
  }

  private JobLabel label(String what, Object... numbers) {
    return new JobLabel(
        journal.process(),
        "Cairn " + journal.process() + ": " + String.format(Locale.ROOT, what, numbers));
  }

  private void warnOfConflicts(PartListing listing) {
    for (PartName part : listing.conflicts()) {
      LOG.warn(
          "{}: the units {} were computed twice with different results, so the function of the run depends on something besides the unit, its random numbers and the definition. A resumed run may differ from an uninterrupted one.",
          journal.process(),
          part.units());
    }
  }

  private void repair(VerifyPass pass, int repairs) {
    pass.damaged()
        .forEach(
            (part, why) ->
                LOG.warn(
                    "{}: the part {} is damaged: {}. It is discarded, and what it held is computed again.",
                    journal.process(),
                    part,
                    why));
    if (repairs == MOST_REPAIRS) {
      throw new RunFailedException(
          journal.process(),
          "parts were found damaged after each of %d repairs, so the store does not keep what it is given"
              .formatted(repairs),
          state.progress(),
          null);
    }
    parts.open().discard(pass.damaged().keySet());
    state.discard(pass.damaged().keySet());
  }

  private <U> void drive(SparkJob<?, U> job, Consumer<JobEvent.TaskEnded<U>> onResult)
      throws InterruptedException {
    while (true) {
      Optional<JobEvent<U>> event = job.next(commits.untilDue());
      if (event.isPresent()) {
        if (event.get() instanceof JobEvent.TaskEnded<U> ended) {
          onResult.accept(ended);
          tell();
        } else if (event.get() instanceof JobEvent.Failed<U> failed) {
          throw JobFailures.explain(journal.process(), failed.cause(), state.progress());
        } else {
          return;
        }
      }
      if (commits.commitWhenDue()) {
        tell();
      }
    }
  }

  private void enter(RunProgress.Phase phase) {
    state.phase(phase);
    tell();
  }

  private void tell() {
    listener.progressed(state.progress());
  }
}
