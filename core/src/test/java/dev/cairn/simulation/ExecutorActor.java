package dev.cairn.simulation;

import dev.cairn.run.PartBuffer;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Computes units of the run that a writer has announced last, whether or not it is still open. */
final class ExecutorActor extends Actor {
  private final int number;

  ExecutorActor(int number, World world) {
    super(number, Kind.EXECUTOR, world);
    this.number = number;
  }

  @Override
  String act(SplittableRandom random) {
    Optional<RegisteredRun> announced = world().announced();
    if (announced.isEmpty()) {
      return "has nothing to do";
    }
    RegisteredRun run = announced.get();
    RunParts parts = new RunParts(store(), run.prefix(), Model.UNITS);
    List<UnitInterval> tasks = parts.list().missing().split(1 + random.nextInt(3));
    int done = 0;
    // Others may compute the same.
    boolean all = random.nextBoolean();
    for (UnitInterval task : tasks) {
      if (all || random.nextInt(3) > 0) {
        var limits = new PartBuffer.Limits(1 + random.nextInt(300), 40, Duration.ofDays(1));
        var buffer = new PartBuffer(task.first(), limits, () -> 0);
        for (long unit = task.first(); unit <= task.last(); unit++) {
          buffer.add(Model.result(run.definition(), unit));
          if (buffer.isDue() || unit == task.last()) {
            buffer.flush(parts, "a%dn%dt%d".formatted(number, act(), done));
          }
        }
        done++;
      }
    }
    return "computes " + done + " of " + tasks.size() + " tasks of run v" + run.version();
  }

  @Override
  void forget() {}
}
