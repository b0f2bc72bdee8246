package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.codec.Codecs;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import dev.cairn.store.local.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that get SIGTERM in the middle of a run, on a directory. */
final class SigtermTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");

  @TempDir Path folder;

  @Test
  void bodyThatOffersItsState_savesItOnceMoreAndGoesOnNextTime() throws Exception {
    long printed = stopAt(25, StoppedRun.Manner.OFFERS);
    Restored first = restored();
    assertThat(first.progress().status()).isEqualTo(Status.INTERRUPTED);
    assertThat(first.progress().step()).isBetween(printed, printed + 1);
    requireSum(first);
    stopAt(printed + 25, StoppedRun.Manner.OFFERS);
    assertThat(restored().progress().step()).isGreaterThan(first.progress().step());
    requireSum(restored());
  }

  @Test
  void bodyThatSleeps_isMarkedOnWhatItSavedLast() throws Exception {
    stopAt(13, StoppedRun.Manner.SLEEPS);
    assertThat(restored().progress())
        .isEqualTo(
            Progress.at(10).of(1_000_000_000).status(Status.INTERRUPTED).because("interrupted"));
    requireSum(restored());
  }

  @Test
  void bodyThatThrows_isInterruptedNotFailed() throws Exception {
    stopAt(13, StoppedRun.Manner.THROWS);
    assertThat(restored().progress().status()).isEqualTo(Status.INTERRUPTED);
    requireSum(restored());
  }

  @Test
  void bodyThatHangs_isMarkedWhenItsTimeIsUp() throws Exception {
    stopAt(13, StoppedRun.Manner.HANGS);
    assertThat(restored().progress())
        .isEqualTo(
            Progress.at(10)
                .of(1_000_000_000)
                .status(Status.INTERRUPTED)
                .because("stopped before it could save its state"));
    requireSum(restored());
  }

  /** Sends SIGTERM when a step is done; returns the last step that the process spoke of. */
  private long stopAt(long step, StoppedRun.Manner manner)
      throws IOException, InterruptedException {
    try (ChildJvm child = ChildJvm.withHeap(64, StoppedRun.class, uri(), manner.toString())) {
      long last = 0;
      while (last < step) {
        last = Long.parseLong(child.line().orElseThrow());
      }
      child.terminate();
      for (String line : child.rest()) {
        if (!line.startsWith("ended")) {
          last = Long.parseLong(line);
        }
      }
      // 128 + 15: it ended by the signal, and not by an error of its own.
      assertThat(child.exitCode()).isEqualTo(143);
      return last;
    }
  }

  private Restored restored() {
    try (ObjectStore store = ObjectStores.open(uri());
        CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      Restored restored = reader.restoreLatest().orElseThrow();
      assertThat(restored.passedOver()).isEmpty();
      assertThat(new Stored(store, RANKER).keys("data")).isEmpty();
      return restored;
    }
  }

  private static void requireSum(Restored restored) {
    long step = restored.progress().step();
    assertThat(restored.item("state", Codecs.longs())).containsExactly(step * (step + 1) / 2);
  }

  private String uri() {
    return folder.toUri().toString();
  }
}
