package dev.cairn.cli.demo;

import dev.cairn.ProcessId;
import dev.cairn.examples.backtest.sweep.SweepEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One sweep, over as many drivers as it takes.
 *
 * @param store where it is
 * @param process what it is
 * @param units how many
 * @param log where the drivers' logs go
 * @param err for people
 * @param drawn whether progress is a bar
 */
record Sweep(
    String store, ProcessId process, long units, Path log, PrintWriter err, boolean drawn) {
  /** A driver that was killed, how far it was, and when. */
  record Killed(long pid, long done, Instant time) {}

  /**
   * How one driver ended.
   *
   * @param done its last word; empty when it was killed before it had one
   * @param killed when it was killed
   */
  record Ending(Optional<SweepEvent> done, Optional<Killed> killed) {}

  /**
   * Runs one driver to its end, or until it has done a part of the units and is killed.
   *
   * @param killAt the part, 0 to 1; null to let it live
   * @throws DemoException when the driver fails, is fenced, or dies by another hand
   */
  Ending drive(int cores, @Nullable Double killAt) throws IOException {
    try (DriverProcess driver = DriverProcess.start(store, process, units, cores, log);
        SweepBar bar = new SweepBar(err, drawn)) {
      for (Optional<SweepEvent> next = driver.next(); next.isPresent(); next = driver.next()) {
        SweepEvent event = next.get();
        switch (event.kind()) {
          case PROGRESS -> {
            bar.show(event);
            if (killAt != null && event.done() >= killAt * units && event.done() < units) {
              driver.kill();
              return new Ending(
                  Optional.empty(),
                  Optional.of(new Killed(driver.pid(), event.done(), Instant.now())));
            }
          }
          case VERIFYING -> bar.show(event);
          case DONE -> {
            return new Ending(next, Optional.empty());
          }
          case FAILED -> throw new DemoException(String.valueOf(event.message()));
          case FENCED -> throw DemoException.fenced(String.valueOf(event.message()));
        }
      }
      throw new DemoException(
          "The driver (process %d) ended with exit code %d before it was done; what it said is in %s. Run the same command again: it goes on from what is stored."
              .formatted(driver.pid(), driver.exitCode(), log));
    }
  }
}
