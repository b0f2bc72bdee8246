package dev.cairn.cli;

import dev.cairn.ProcessId;
import dev.cairn.cli.demo.Demo;
import dev.cairn.cli.demo.DemoConsole;
import dev.cairn.cli.demo.DemoOutcome;
import dev.cairn.cli.demo.DemoSettings;
import dev.cairn.cli.demo.WrongResultException;
import dev.cairn.examples.backtest.report.BestTable;
import dev.cairn.examples.backtest.strategy.Grid;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows on real prices that a killed Spark job goes on. */
@Command(
    name = "demo",
    description =
        "Backtest thousands of strategies on Spark, kill the driver in the middle, start it again, and"
            + " show what was restored. A demo that was itself interrupted goes on.")
final class DemoCommand implements Callable<Integer> {
  private static final int USUAL_CORES = 4;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private JsonOption output = new JsonOption();

  @Option(
      names = "--store",
      paramLabel = "URI",
      description =
          "Where checkpoints and results go: file:/directory or s3://bucket/prefix; by default the"
              + " folder target/demo/store of the source tree.")
  private @Nullable String store;

  @Option(
      names = "--process",
      paramLabel = "TYPE/NAME",
      converter = ProcessConverter.class,
      description =
          "What to work on; by default the demo that is not finished, or a new one: backtest/demo-1,"
              + " backtest/demo-2 and so on.")
  private @Nullable ProcessId process;

  @Option(
      names = "--units",
      paramLabel = "N",
      description = "How many combinations to test; by default all of the grid.")
  private int units = Grid.standard().size();

  @Option(
      names = "--kill-at",
      paramLabel = "F",
      description = "The share of the units at which the driver is killed; 0.4 by default.")
  private @Nullable Double killAt;

  @Option(names = "--no-kill", description = "Let the driver live.")
  private boolean noKill;

  @Option(
      names = "--cores",
      paramLabel = "N",
      description = "On how many cores Spark computes; by default all, but at most 4.")
  private int cores = Math.min(USUAL_CORES, Runtime.getRuntime().availableProcessors());

  @Option(
      names = "--resume-cores",
      paramLabel = "N",
      description = "On how many it goes on after the kill; as many by default.")
  private @Nullable Integer resumeCores;

  @Option(
      names = "--verify",
      description =
          "Run the same without interruption too, and compare the digests of all results.")
  private boolean verify;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "The HTML report; by default target/demo/report.html of the source tree.")
  private @Nullable Path report;

  /** What the command prints as JSON. */
  private record Result(
      String store,
      String process,
      boolean resumed,
      long units,
      @Nullable Long killed,
      @Nullable Long durable,
      long restored,
      long computed,
      String digest,
      @Nullable String uninterrupted,
      boolean correct,
      String report,
      double seconds) {}

  @Override
  public Integer call() {
    DemoSettings settings = settings();
    DemoOutcome outcome = new Demo(settings, console()).run();
    output.print(
        spec.commandLine().getOut(), result(settings, outcome), () -> lines(settings, outcome));
    if (!outcome.correct()) {
      throw new WrongResultException(
          "The digest of the interrupted sweep is %s, that of the uninterrupted one %s. This is a fault of Cairn: keep the store, and report it."
              .formatted(outcome.digest(), outcome.uninterruptedDigest().orElse("")));
    }
    return ExitCode.OK.number();
  }

  /** A bar where a person watches: on Java 17, {@link System#console} is there only then. */
  @SuppressWarnings("SystemConsoleNull")
  private DemoConsole console() {
    Console terminal = System.console();
    return terminal == null
        ? new ProgressLines(spec.commandLine().getErr(), System::nanoTime)
        : new ProgressOnTerminal(
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, terminal.charset()),
            terminal.charset());
  }

  private DemoSettings settings() {
    require(
        units >= 1 && units <= Grid.standard().size(), "--units", "1 to " + Grid.standard().size());
    require(cores >= 1 && cores <= 64, "--cores", "1 to 64");
    int resumed = resumeCores == null ? cores : resumeCores;
    require(resumed >= 1 && resumed <= 64, "--resume-cores", "1 to 64");
    require(killAt == null || (killAt > 0 && killAt < 1), "--kill-at", "a number between 0 and 1");
    if (noKill && killAt != null) {
      throw wrong("--kill-at and --no-kill exclude each other: give one of them");
    }
    Path folder = Path.of(System.getProperty("cairn.home", ""), "target", "demo").toAbsolutePath();
    String uri = store == null ? folder.resolve("store").toUri().toString() : store;
    if (uri.startsWith("memory:")) {
      throw wrong(
          "A memory store lives in one process, and the demo has several: give file:/directory or s3://bucket/prefix");
    }
    return new DemoSettings(
        uri,
        Optional.ofNullable(process),
        units,
        cores,
        resumed,
        noKill ? OptionalDouble.empty() : OptionalDouble.of(killAt == null ? 0.4 : killAt),
        verify ? DemoSettings.Comparison.UNINTERRUPTED_SWEEP : DemoSettings.Comparison.SAMPLE,
        report == null ? folder.resolve("report.html") : report,
        folder.resolve("logs"));
  }

  private void require(boolean right, String option, String what) {
    if (!right) {
      throw wrong("The value of " + option + " is out of range: give " + what);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static Result result(DemoSettings settings, DemoOutcome outcome) {
    return new Result(
        StoreOptions.shown(settings.store()),
        outcome.process(),
        outcome.start() != DemoOutcome.Start.NEW,
        outcome.units(),
        outcome.kill().map(DemoOutcome.Kill::reported).orElse(null),
        outcome.kill().map(DemoOutcome.Kill::durable).orElse(null),
        outcome.restored(),
        outcome.computed(),
        outcome.digest(),
        outcome.uninterruptedDigest().orElse(null),
        outcome.correct(),
        outcome.report().toString(),
        outcome.seconds());
  }

  private static List<String> lines(DemoSettings settings, DemoOutcome outcome) {
    List<String> lines = new ArrayList<>();
    lines.add("Best strategies by in-sample Sharpe ratio:");
    lines.add("");
    BestTable.text(outcome.best()).lines().forEach(lines::add);
    lines.add("");
    Columns columns = new Columns();
    columns.add(
        "Units",
        "%s: %s restored, %s computed by the last start"
            .formatted(
                Shown.count(outcome.units()),
                Shown.count(outcome.restored()),
                Shown.count(outcome.computed())));
    columns.add("Process", outcome.process() + " in " + StoreOptions.shown(settings.store()));
    columns.add("Digest", outcome.digest());
    columns.add(
        "",
        outcome
            .uninterruptedDigest()
            .map(other -> same(outcome))
            .orElse("matches what was computed again as a sample; --verify compares everything"));
    columns.add("Report", outcome.report().toString());
    columns.add("Time", String.format(Locale.ROOT, "%.1f s", outcome.seconds()));
    lines.addAll(columns.lines());
    return lines;
  }

  private static String same(DemoOutcome outcome) {
    return outcome.correct()
        ? "the same as that of the uninterrupted sweep"
        : "NOT that of the uninterrupted sweep";
  }
}
