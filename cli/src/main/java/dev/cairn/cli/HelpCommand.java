package dev.cairn.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what there is, or what one command takes. */
@Command(name = "help", helpCommand = true, description = "Show this help, or that of a command.")
final class HelpCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command to explain.")
  private @Nullable String name;

  @Override
  public void run() {
    CommandLine cairn = spec.root().commandLine();
    CommandLine explained = name == null ? cairn : cairn.getSubcommands().get(name);
    if (explained == null) {
      throw new ParameterException(
          spec.commandLine(),
          "There is no command '%s': there are %s"
              .formatted(name, String.join(", ", cairn.getSubcommands().keySet())));
    }
    explained.usage(explained.getOut());
  }
}
