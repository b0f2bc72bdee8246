package dev.cairn.cli.demo;

import dev.cairn.ProcessId;
import dev.cairn.examples.backtest.sweep.SweepEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Starts drivers of the sweep one after the other, shows how they get on, and kills them. */
final class Sweeper {
  private static final int KILLED_EXIT_CODE = 128 + 9;

  private final DemoSettings settings;
  private final DemoConsole console;
  private final InstantSource clock;
  private int starts;

  Sweeper(DemoSettings settings, DemoConsole console, InstantSource clock) {
    this.settings = settings;
    this.console = console;
    this.clock = clock;
  }

  /** How a driver ended. */
  sealed interface End {
    /** Its run is completed. */
    record Completed(SweepEvent last) implements End {}

    /** It was killed here. */
    record Killed(long pid, Instant time, SweepEvent last) implements End {}
  }

  /**
   * Runs a driver to its end, which comes earlier when it is killed.
   *
   * @param killAt how many units are done when it is killed; it is not when it finds as many done
   * @param timeline is told of commits
   * @throws DriverFencedException when another driver took the run over
   * @throws DriverFailedException when it ended otherwise before its run was completed
   */
  End run(ProcessId process, int cores, OptionalLong killAt, Timeline timeline) {
    Path log = settings.logs().resolve("driver-" + ++starts + ".log");
    console.say(
        "Starting a Spark driver on %d %s...".formatted(cores, cores == 1 ? "core" : "cores"));
    try (DriverProcess driver =
        DriverProcess.start(settings.store(), process, settings.units(), cores, log)) {
      return follow(driver, killAt, timeline);
    } finally {
      console.end();
    }
  }

  private End follow(DriverProcess driver, OptionalLong killAt, Timeline timeline) {
    Optional<SweepEvent> last = Optional.empty();
    for (Optional<SweepEvent> event = driver.next(); event.isPresent(); event = driver.next()) {
      SweepEvent now = event.get();
      switch (now.kind()) {
        case PROGRESS, VERIFYING -> {
          if (last.isEmpty()) {
            console.begin("Computing", now.restored(), now.units());
          }
          console.done(now.done());
          if (now.commit() != null) {
            timeline.committed(now.commit(), clock.instant(), now.done());
          }
          if (reached(killAt, now)) {
            driver.kill();
            return new End.Killed(driver.pid(), clock.instant(), now);
          }
        }
        case DONE -> {
          driver.exitCode();
          return new End.Completed(now);
        }
        case FENCED -> throw new DriverFencedException(String.valueOf(now.message()));
        case FAILED -> throw new DriverFailedException(String.valueOf(now.message()), null);
      }
      last = event;
    }
    throw died(driver, last);
  }

  private static boolean reached(OptionalLong killAt, SweepEvent now) {
    return now.kind() == SweepEvent.Kind.PROGRESS
        && killAt.isPresent()
        && now.restored() < killAt.getAsLong()
        && now.done() >= killAt.getAsLong();
  }

  private static DriverFailedException died(DriverProcess driver, Optional<SweepEvent> last) {
    int exitCode = driver.exitCode();
    String when =
        last.map(
                event ->
                    String.format(
                        Locale.ROOT,
                        "when %,d of %,d units were done",
                        event.done(),
                        event.units()))
            .orElse("before it had begun");
    return new DriverFailedException(
        "The driver, process %d, %s %s: exit code %d, and its log is '%s'. Run the same command again, and it goes on from what is stored."
            .formatted(
                driver.pid(),
                exitCode == KILLED_EXIT_CODE ? "was killed from outside" : "died",
                when,
                exitCode,
                driver.log()),
        null);
  }
}
