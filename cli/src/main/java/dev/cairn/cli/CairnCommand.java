package dev.cairn.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself, which only has subcommands. */
@Command(
    name = "cairn",
    description = "Checkpoints of long computations, on object storage.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Version.class,
    subcommands = {
      DemoCommand.class,
      ListCommand.class,
      StatusCommand.class,
      SaveCommand.class,
      RestoreCommand.class,
      GcCommand.class,
      CopyCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      DoctorCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "A store is file:/absolute/directory, s3://bucket/prefix, or the path of a directory.",
      "For a server other than Amazon's set AWS_ENDPOINT_URL.",
      "In a source tree, './cairn test' builds and tests everything.",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 fenced by a newer writer,",
      "4 unknown whether the save was applied."
    })
final class CairnCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and end.")
  private boolean helpAsked;

  @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and end.")
  private boolean versionAsked;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Show where a failure came from, with stack traces.")
  private boolean verbose;

  boolean verbose() {
    return verbose;
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "No command was given");
    }
  }
}
