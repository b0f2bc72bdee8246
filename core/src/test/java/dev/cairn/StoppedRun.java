package dev.cairn;

import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.policy.SaveWhen;
import java.time.Duration;

/** A process that counts until it is told to stop; its sum at step n is 1 + 2 + ... + n. */
final class StoppedRun {
  private static final long SAVED = 10;

  private StoppedRun() {}

  /** How the body takes it that it is told to stop. */
  enum Manner {
    /** It goes on offering its state. */
    OFFERS,
    /** It sleeps, and lets the interrupt pass. */
    SLEEPS,
    /** It does not look up any more. */
    HANGS,
    /** It throws when it is interrupted. */
    THROWS
  }

  /** Arguments: the URI of the store, the manner. */
  public static void main(String[] arguments) throws InterruptedException {
    Manner manner = Manner.valueOf(arguments[1]);
    try (CheckpointManager manager =
        CheckpointManager.builder()
            .store(arguments[0])
            .process(ProcessId.training("ranker"))
            .save(SaveWhen.everySteps(SAVED))
            .keep(Keep.all())
            .stopTimeout(Duration.ofSeconds(manner == Manner.HANGS ? 1 : 60))
            .open()) {
      Status end = manager.run(StateForm.single(Codecs.longs()), run -> count(run, manner));
      System.out.println("ended " + end);
    }
  }

  private static void count(ManagedRun<long[]> run, Manner manner) throws InterruptedException {
    Start<long[]> start = run.resumeOrStart(() -> new long[1]);
    long[] sum = start.state();
    for (long step = start.nextStep() + 1; ; step++) {
      sum[0] += step;
      run.saveIfDue(Progress.at(step).of(1_000_000_000), sum);
      System.out.println(step);
      if (step == start.nextStep() + SAVED + 3 && manner != Manner.OFFERS) {
        dwell(manner);
      }
    }
  }

  private static void dwell(Manner manner) throws InterruptedException {
    switch (manner) {
      case OFFERS -> throw new AssertionError(manner);
      case SLEEPS -> Thread.sleep(Long.MAX_VALUE);
      case HANGS -> {
        while (true) {
          Thread.onSpinWait();
        }
      }
      case THROWS -> {
        while (!Thread.currentThread().isInterrupted()) {
          Thread.onSpinWait();
        }
        throw new IllegalStateException("the feed was closed");
      }
    }
  }
}
