package dev.cairn.cli;

import dev.cairn.CairnException;
import dev.cairn.CommitOutcomeUnknownException;
import dev.cairn.FencedException;
import dev.cairn.cli.demo.DriverFencedException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** One line on standard error, and an exit code, for whatever goes wrong. */
final class Failures {
  private Failures() {}

  /** For arguments that the command cannot be called with. */
  static int wrongArguments(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    String path = command.getCommandSpec().qualifiedName();
    command.getErr().println(line(sentence(problem(failure)) + " See '" + path + " --help'."));
    trace(command, failure);
    return ExitCode.USAGE.number();
  }

  private static @Nullable String problem(ParameterException failure) {
    return failure instanceof UnmatchedArgumentException unmatched
        ? "There is no command, option or place for '%s'"
            .formatted(String.join(" ", unmatched.getUnmatched()))
        : failure.getMessage();
  }

  /** For a command that was called rightly and failed. */
  static int failed(Exception failure, CommandLine command, ParseResult arguments) {
    if (failure instanceof CairnException known) {
      command.getErr().println(line(sentence(known.getMessage())));
    } else {
      command.getErr().println(unexpected(failure));
    }
    trace(command, failure);
    return code(failure).number();
  }

  /** For what the JVM itself could not go on with. */
  static int broken(Error failure, PrintWriter err) {
    err.println(
        failure instanceof OutOfMemoryError
            ? line(
                "The memory of the command is used up: "
                    + failure.getMessage()
                    + ". Give it more, as in CAIRN_JAVA_OPTIONS=-Xmx2g.")
            : unexpected(failure));
    return ExitCode.FAILED.number();
  }

  private static ExitCode code(Exception failure) {
    if (failure instanceof FencedException || failure instanceof DriverFencedException) {
      return ExitCode.FENCED;
    }
    return failure instanceof CommitOutcomeUnknownException ? ExitCode.UNKNOWN : ExitCode.FAILED;
  }

  private static String unexpected(Throwable failure) {
    return line(
        "This should not have happened: "
            + failure
            + ". Run it again with --verbose, and report what that shows.");
  }

  private static void trace(CommandLine command, Exception failure) {
    Object root = command.getCommandSpec().root().userObject();
    if (root instanceof CairnCommand cairn && cairn.verbose()) {
      failure.printStackTrace(command.getErr());
    }
  }

  private static String sentence(@Nullable String message) {
    String text = String.valueOf(message).strip();
    return text.endsWith(".") ? text : text + ".";
  }

  private static String line(String text) {
    return "cairn: " + text.replaceAll("\\R\\s*", " ");
  }
}
