package dev.cairn.cli;

import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import dev.cairn.cli.demo.Demo;
import dev.cairn.cli.demo.DemoException;
import dev.cairn.cli.demo.DemoOutcome;
import dev.cairn.examples.backtest.strategy.Grid;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows a Spark backtest that is killed and goes on. */
@Command(
    name = "demo",
    description = {
      "Run a Spark backtest on real prices, kill its driver with SIGKILL, start it again, and write a report.",
      "A demonstration that was not finished goes on. The exit code is 0 only when the results are what they must be."
    })
final class DemoCommand implements Callable<Integer> {
  private static final Path HOME = Path.of(System.getProperty("cairn.home", "."));
  private static final Path FOLDER = HOME.resolve("target").resolve("demo");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private JsonOption output = new JsonOption();

  @Option(
      names = "--store",
      paramLabel = "URI",
      description =
          "Where the checkpoints go; by default a directory in this source tree, target/demo/store.")
  private @Nullable String store;

  @Option(
      names = "--process",
      paramLabel = "TYPE/NAME",
      converter = ProcessConverter.class,
      description =
          "What to work on; by default the demonstration that is not finished, or a new one.")
  private @Nullable ProcessId process;

  @Option(
      names = "--units",
      paramLabel = "N",
      description = "How many parameter combinations; by default all that there are.")
  private @Nullable Long units;

  @Option(
      names = "--cores",
      paramLabel = "N",
      description = "How many cores Spark uses; by default those of this machine.")
  private int cores = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--resume-cores",
      paramLabel = "N",
      description = "How many cores the second start uses; by default as many as the first.")
  private @Nullable Integer resumeCores;

  @Option(
      names = "--kill-at",
      paramLabel = "F",
      description =
          "At which part of the units the driver is killed, above 0 and below 1; by default 0.4.")
  private double killAt = 0.4;

  @Option(names = "--no-kill", description = "Let the driver live.")
  private boolean noKill;

  @Option(
      names = "--verify",
      description = "Run without interruption too, and compare the results.")
  private boolean verify;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Where the report goes; by default target/demo/report.html in this source tree.")
  private Path report = FOLDER.resolve("report.html");

  @Override
  public Integer call() throws IOException {
    Demo.Options options = options();
    boolean json = output.isJson();
    PrintWriter out =
        json
            ? new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)
            : spec.commandLine().getOut();
    try {
      DemoOutcome outcome = new Demo(options, out, spec.commandLine().getErr()).run();
      if (json) {
        output.print(spec.commandLine().getOut(), outcome, List::of);
      }
      return (outcome.correct() ? ExitCode.OK : ExitCode.FAILED).number();
    } catch (DemoException e) {
      if (e.isFenced()) {
        spec.commandLine().getErr().println("cairn: " + e.getMessage());
        return ExitCode.FENCED.number();
      }
      throw e;
    }
  }

  private Demo.Options options() {
    long all = Grid.standard().size();
    long wanted = units == null ? all : units;
    if (wanted < 1 || wanted > all) {
      throw wrong(
          "There are %d units, so --units cannot be %d: give 1 to %d.".formatted(all, wanted, all));
    }
    int again = resumeCores == null ? cores : resumeCores;
    if (cores < 1 || cores > 1024 || again < 1 || again > 1024) {
      throw wrong(
          "Spark cannot use %d cores: give 1 to 1024."
              .formatted(cores < 1 || cores > 1024 ? cores : again));
    }
    if (!(killAt > 0 && killAt < 1)) {
      throw wrong(
          "The driver cannot be killed at %s of the units: give a part above 0 and below 1, or --no-kill."
              .formatted(killAt));
    }
    String uri =
        store == null
            ? FOLDER.resolve("store").toAbsolutePath().normalize().toUri().toString()
            : store;
    if (uri.startsWith("memory:")) {
      throw wrong(
          "A store in memory dies with the driver: give one that lasts, such as file:/directory or s3://bucket/prefix.");
    }
    return new Demo.Options(
        uri,
        StoreOptions.shown(uri),
        process,
        wanted,
        cores,
        again,
        noKill ? null : killAt,
        verify ? Demo.Options.Verify.YES : Demo.Options.Verify.NO,
        report,
        FOLDER.resolve("driver.log").toAbsolutePath(),
        !output.isJson() && isTerminal() ? Demo.Options.Drawing.BAR : Demo.Options.Drawing.LINES);
  }

  @SuppressWarnings("SystemConsoleNull") // a console without a terminal is one only from Java 22 on
  private static boolean isTerminal() {
    return System.console() != null;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(
        spec.commandLine(), message, new InvalidRequestException(message));
  }
}
