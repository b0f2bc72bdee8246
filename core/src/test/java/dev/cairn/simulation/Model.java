package dev.cairn.simulation;

import dev.cairn.Progress;
import dev.cairn.Restored;
import dev.cairn.State;
import dev.cairn.codec.Codecs;
import dev.cairn.run.ResultDigest;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.UnitInterval;
import dev.cairn.run.UnitRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What states and results are, known from their numbers alone. */
final class Model {
  static final int UNITS = 60;
  private static final int VARIANTS = 3;

  private Model() {}

  static Progress progress(long step) {
    return Progress.at(step).metric("loss", (double) (step * 31 % 7));
  }

  /** Of every three, one is small; the others have two objects, which they share with some. */
  static State state(long step) {
    return State.of("step", Codecs.longs(), new long[] {step})
        .and("weights", Codecs.longs(), bulk(step, step % VARIANTS))
        .and("optimizer", Codecs.longs(), bulk(step, 10 + step % 2));
  }

  private static long[] bulk(long step, long variant) {
    long[] values = new long[step % 3 == 0 ? 10 : 8300];
    values[0] = step % 3 == 0 ? step : variant;
    return values;
  }

  /** Reads all of a checkpoint and compares it with what was saved at its step. */
  static void requireState(Restored restored) {
    long step = restored.progress().step();
    if (step == 0) {
      return;
    }
    require(restored, "step", new long[] {step});
    require(restored, "weights", bulk(step, step % VARIANTS));
    require(restored, "optimizer", bulk(step, 10 + step % 2));
  }

  private static void require(Restored restored, String item, long[] expected) {
    Broken.unless(
        java.util.Arrays.equals(restored.item(item, Codecs.longs()), expected),
        Promise.NO_TORN_READ,
        "%s of %s",
        item,
        restored.checkpoint());
  }

  static RunDefinition run(long seed, long generation) {
    return RunDefinition.builder()
        .codeVersion("v" + generation)
        .units(UNITS)
        .seed(seed + generation)
        .build();
  }

  /** The function of a run. */
  static byte[] result(RunDefinition run, long unit) {
    RandomGenerator drawn = UnitRandom.of(run.seed(), unit);
    byte[] result = new byte[drawn.nextInt(30)];
    drawn.nextBytes(result);
    return result;
  }

  /** The digest of a run that was never interrupted. */
  static String digest(RunDefinition run) {
    List<byte[]> all = new ArrayList<>();
    for (long unit = 0; unit < UNITS; unit++) {
      all.add(result(run, unit));
    }
    ResultDigest digest = new ResultDigest(UNITS);
    digest.add(new UnitInterval(0, UNITS - 1), ResultDigest.unitDigests(all));
    return digest.complete();
  }
}
