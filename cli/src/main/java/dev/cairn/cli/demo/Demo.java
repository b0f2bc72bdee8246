package dev.cairn.cli.demo;

import dev.cairn.CheckpointReader;
import dev.cairn.ProcessId;
import dev.cairn.examples.backtest.report.Ranking;
import dev.cairn.examples.backtest.report.TimelineEvent;
import dev.cairn.examples.backtest.sweep.SweepDefinition;
import dev.cairn.examples.backtest.sweep.SweepEvent;
import dev.cairn.examples.backtest.sweep.SweepResults;
import dev.cairn.run.RunParts;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A sweep whose driver is killed in the middle and started again. The drivers are processes of
 * their own; this one only looks on, kills, and judges the results by what is in the store.
 */
public final class Demo {
  private static final int BEST = 10;

  private final DemoSettings settings;
  private final DemoConsole console;
  private final InstantSource clock = InstantSource.system();
  private final Timeline timeline = new Timeline();
  private final Sweeper sweeper;

  /** A demonstration that has not begun. */
  public Demo(DemoSettings settings, DemoConsole console) {
    this.settings = settings;
    this.console = console;
    this.sweeper = new Sweeper(settings, console, clock);
  }

  /**
   * Runs it once, and writes the report.
   *
   * @throws DriverFencedException when another driver took the run over
   * @throws DriverFailedException when a driver ended before its run was completed
   * @throws WrongResultException when a result, or what was restored, is not what it must be
   * @throws ReportNotWrittenException when the report cannot be written
   */
  public DemoOutcome run() {
    Instant begun = clock.instant();
    try (ObjectStore store = ObjectStores.open(settings.store())) {
      DemoProcess chosen =
          settings
              .process()
              .map(id -> DemoProcess.named(store, id))
              .orElseGet(() -> DemoProcess.choose(store, SweepDefinition.of(settings.units())));
      ProcessId process = chosen.id();
      console.say(
          switch (chosen.start()) {
            case NEW -> process + " begins.";
            case UNFINISHED -> process + " was interrupted before, and goes on.";
            case COMPLETED -> process + " is completed already.";
          });
      Sweeper.End end = sweeper.run(process, settings.cores(), killAt(), timeline);
      Optional<DemoOutcome.Kill> kill = Optional.empty();
      if (end instanceof Sweeper.End.Killed killed) {
        kill = Optional.of(lookAtWhatIsLeft(store, process, killed));
        end = sweeper.run(process, settings.resumedCores(), OptionalLong.empty(), timeline);
      }
      SweepEvent last = completed(end);
      kill.ifPresent(dead -> ResultCheck.restored(dead, last));
      SweepResults results = SweepResults.read(store, process);
      ResultCheck.stored(results, last);
      Instant finished = clock.instant();
      DemoOutcome outcome =
          new DemoOutcome(
              process.toString(),
              chosen.start(),
              kill,
              settings.units(),
              last.restored(),
              last.computed(),
              results.digest(),
              digestWithoutInterruption(store, process),
              Ranking.best(results.results(), BEST),
              settings.report().toAbsolutePath(),
              Duration.between(begun, finished).toMillis() / 1000.0);
      ReportFile.write(settings, outcome, finished, results.results(), events(store, process));
      return outcome;
    }
  }

  private OptionalLong killAt() {
    return settings.killAt().isPresent()
        ? OptionalLong.of((long) Math.ceil(settings.killAt().getAsDouble() * settings.units()))
        : OptionalLong.empty();
  }

  private DemoOutcome.Kill lookAtWhatIsLeft(
      ObjectStore store, ProcessId process, Sweeper.End.Killed killed) {
    long durable =
        DemoProcess.run(store, process)
            .map(run -> new RunParts(store, run.prefix(), settings.units()).list().done().size())
            .orElse(0L);
    timeline.killed(killed.time(), durable);
    console.say(
        String.format(
            Locale.ROOT,
            "Killed the driver, process %d, with SIGKILL at %,d of %,d units (%d %%); the store holds the results of %,d.",
            killed.pid(),
            killed.last().done(),
            settings.units(),
            100 * killed.last().done() / settings.units(),
            durable));
    return new DemoOutcome.Kill(killed.pid(), killed.last().done(), durable);
  }

  private Optional<String> digestWithoutInterruption(ObjectStore store, ProcessId process) {
    return switch (settings.comparison()) {
      case SAMPLE -> Optional.empty();
      case UNINTERRUPTED_SWEEP -> {
        ProcessId other = DemoProcess.uninterrupted(store, process);
        console.say("For comparison the same without interruption, as " + other + ".");
        completed(sweeper.run(other, settings.cores(), OptionalLong.empty(), new Timeline()));
        yield Optional.of(SweepResults.read(store, other).digest());
      }
    };
  }

  private static SweepEvent completed(Sweeper.End end) {
    if (end instanceof Sweeper.End.Completed done) {
      return done.last();
    }
    throw new IllegalStateException("a driver was killed that was not to be");
  }

  private List<TimelineEvent> events(ObjectStore store, ProcessId process) {
    try (CheckpointReader reader = CheckpointReader.open(store, process)) {
      return timeline.events(reader);
    }
  }
}
