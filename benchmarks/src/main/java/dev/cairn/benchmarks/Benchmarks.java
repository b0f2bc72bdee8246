package dev.cairn.benchmarks;

import dev.cairn.benchmarks.cluster.ClusterCommand;
import dev.cairn.benchmarks.conformance.ConformanceCommand;
import dev.cairn.benchmarks.throughput.ThroughputCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What {@code ./cairn bench}, {@code bench-spark} and {@code conformance} start. */
@Command(
    name = "cairn",
    mixinStandardHelpOptions = true,
    subcommands = {ThroughputCommand.class, ClusterCommand.class, ConformanceCommand.class},
    description = "Tries S3 servers out, and measures.")
public final class Benchmarks {
  private Benchmarks() {}

  /** Runs a command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Benchmarks()).execute(arguments));
  }
}
