package dev.cairn.store.local.power;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.proofs.ProofReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power is cut after each operation of a process that saves into a directory, and everything
 * that POSIX lets a disk hold then is looked at, as far as {@code cairn.test.cuts} combinations for
 * each operation go.
 */
final class PowerLossTest {
  private static final int MOST = Integer.getInteger("cairn.test.cuts", 8);
  private static final int LIVES = Integer.getInteger("cairn.test.lives", 2);
  private static final long SEED = Long.getLong("cairn.test.seed", System.nanoTime());

  @TempDir Path folder;

  @Test
  void cut_afterAnyOperation_losesNothingThatWasAcknowledgedOrShown() throws Exception {
    ProofReport report = ProofReport.begin("power").seed(SEED);
    Path live = Files.createDirectory(folder.resolve("live"));
    Path scratch = Files.createDirectory(folder.resolve("scratch"));
    var training = new Training();
    var cuts = new PowerCuts(live, scratch, training, MOST, MOST / 8, new SplittableRandom(SEED));

    for (int life = 0; life < LIVES; life++) {
      training.live(cuts.watched());
    }

    assertThat(training.acknowledged()).isEqualTo((long) LIVES * Training.STEPS_OF_A_LIFE);
    assertThat(cuts.operations()).isGreaterThan(50L * LIVES);
    assertThat(cuts.directories()).isGreaterThan(cuts.operations());
    report
        .count("operations of the file system", cuts.operations())
        .count("of them with every legal state of the disk", cuts.complete())
        .count("different directories restored and gone on from", cuts.directories())
        .held();
  }
}
