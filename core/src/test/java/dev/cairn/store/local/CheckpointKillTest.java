package dev.cairn.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointManager;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.Restored;
import dev.cairn.State;
import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.proofs.ProofReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that saves checkpoints into a directory is killed with SIGKILL and started again, over
 * and over, at moments drawn at random. Each start must find what was acknowledged to the one
 * before.
 */
final class CheckpointKillTest {
  private static final int KILLS = Integer.getInteger("cairn.test.kills", 15);
  private static final ProcessId PROCESS = ProcessId.training("ranker");

  /** More than an entry takes, so that there are chunks. */
  private static final int LARGE = 12_000;

  @TempDir Path root;

  /**
   * What is killed: it goes on from the newest checkpoint, saves without end, and prints each step
   * once its save has returned.
   */
  static final class Trainer {
    public static void main(String[] arguments) {
      try (CheckpointManager manager = open(Path.of(arguments[0]))) {
        long step = manager.restoreLatest().map(CheckpointKillTest::requireWhole).orElse(0L);
        System.out.println("restored " + step);
        while (true) {
          step++;
          if (step % 3 == 0) {
            manager.saveAsync(Progress.at(step), state(step)).await();
          } else {
            manager.save(Progress.at(step), state(step));
          }
          System.out.println("acknowledged " + step);
        }
      }
    }
  }

  private static CheckpointManager open(Path folder) {
    return CheckpointManager.builder()
        .store(folder.toUri().toString())
        .process(PROCESS)
        .keep(Keep.last(3))
        .grace(Duration.ZERO)
        .open();
  }

  private static State state(long step) {
    return State.of("small", Codecs.longs(), new long[] {step, ~step})
        .and("large", Codecs.longs(), large(step));
  }

  private static long[] large(long step) {
    long[] values = new long[LARGE];
    Arrays.setAll(values, i -> step * 31 + i);
    return values;
  }

  /** The step of a checkpoint whose state is that of its step, bit for bit. */
  private static long requireWhole(Restored restored) {
    long step = restored.progress().step();
    assertThat(restored.passedOver()).isEmpty();
    assertThat(restored.item("small", Codecs.longs())).containsExactly(step, ~step);
    assertThat(restored.item("large", Codecs.longs())).isEqualTo(large(step));
    return step;
  }

  @Test
  void kill_atRandomMoments_theNextStartFindsTheNewestAcknowledged() throws Exception {
    long seed = Long.getLong("cairn.test.seed", System.nanoTime());
    ProofReport report = ProofReport.begin("kill").seed(seed);
    var random = new Random(seed);
    long acknowledged = 0;

    for (int kill = 0; kill < KILLS; kill++) {
      List<String> lines = killed(random);
      for (int line = 0; line < lines.size(); line++) {
        if (line == 0) {
          // The save that was cut off may have been committed, and no other.
          long restored = number(lines.get(line), "restored ");
          assertThat(restored).isBetween(acknowledged, acknowledged + 1);
          acknowledged = restored;
        } else {
          acknowledged = number(lines.get(line), "acknowledged ");
        }
      }
    }

    assertThat(acknowledged).isGreaterThan(KILLS);
    try (CheckpointManager manager = open(root)) {
      long step = manager.restoreLatest().map(CheckpointKillTest::requireWhole).orElse(0L);
      assertThat(step).isBetween(acknowledged, acknowledged + 1);
      for (Checkpoint each : manager.list()) {
        requireWhole(manager.restore(each.version()));
      }
    }
    report
        .count("kills", KILLS)
        .count("saves acknowledged, the newest restored after each kill", acknowledged)
        .held();
  }

  /**
   * What a process printed before it was killed: what it restored, then what it saved; nothing when
   * it was killed while it started.
   */
  private List<String> killed(Random random) throws Exception {
    List<String> lines = new ArrayList<>();
    try (ChildJvm child = ChildJvm.start(Trainer.class, root.toString())) {
      int saves = random.nextInt(12);
      for (int i = 0; i < saves; i++) {
        lines.add(child.line().orElseThrow());
      }
      // Anywhere in the start, or in the next saves, whose length is mostly the disk's.
      long moment = System.nanoTime() + random.nextInt(saves == 0 ? 900_000_000 : 30_000_000);
      while (System.nanoTime() < moment) {
        Thread.onSpinWait();
      }
      child.kill();
      lines.addAll(child.rest());
    }
    return lines;
  }

  private static long number(String line, String word) {
    assertThat(line).startsWith(word);
    return Long.parseLong(line.substring(word.length()));
  }
}
