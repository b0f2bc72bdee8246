package dev.cairn.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine;

/** The {@code cairn} command as a program. */
public final class Cairn {
  private Cairn() {}

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, false, terminal());
    PrintWriter err = new PrintWriter(System.err, true, terminal());
    System.exit(run(out, err, arguments));
  }

  /**
   * Runs the command within this JVM.
   *
   * @param out gets the result and nothing else
   * @param err gets progress, and one line when something is wrong
   * @param arguments as on a command line
   * @return the exit code, see {@code docs/cli.md}
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine command =
        new CommandLine(new CairnCommand())
            .setOut(out)
            .setErr(err)
            .setUsageHelpWidth(100)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(Failures::wrongArguments)
            .setExecutionExceptionHandler(Failures::failed);
    int code;
    try {
      code = command.execute(arguments);
    } catch (Error e) {
      code = Failures.broken(e, err);
    }
    if (out.checkError() && code == ExitCode.OK.number()) {
      err.println(
          "cairn: The result cannot be written: standard output takes no more. See what it leads to; what the command did, it did.");
      return ExitCode.FAILED.number();
    }
    return code;
  }

  /** What the terminal reads; the JVM's own choice before Java 18 is that for files. */
  private static Charset terminal() {
    return Optional.ofNullable(System.console())
        .map(console -> console.charset())
        .orElse(StandardCharsets.UTF_8);
  }
}
