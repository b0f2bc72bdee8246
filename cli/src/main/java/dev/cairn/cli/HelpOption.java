package dev.cairn.cli;

import picocli.CommandLine.Option;

/** How to see what a command takes. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  @SuppressWarnings("UnusedVariable") // that it is there is what picocli acts on
  private boolean asked;
}
