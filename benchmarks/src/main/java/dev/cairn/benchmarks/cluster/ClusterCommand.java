package dev.cairn.benchmarks.cluster;

import dev.cairn.benchmarks.Output;
import dev.cairn.benchmarks.server.RunningServer;
import dev.cairn.benchmarks.server.ServerChoice;
import dev.cairn.s3.testing.S3TestServer;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench-spark}: the partitions of an RDD kept on a cluster, in several ways. */
@Command(
    name = "bench-spark",
    mixinStandardHelpOptions = true,
    description = "What a checkpoint of an RDD costs on a cluster, next to other ways.")
public final class ClusterCommand implements Callable<Integer> {
  private static final int KIB = 1 << 10;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--server",
      defaultValue = "S3PROXY",
      description = "S3PROXY, S3MOCK or TESTS, which is LocalStack or CAIRN_TEST_S3_ENDPOINT.")
  private ServerChoice server = ServerChoice.S3PROXY;

  @Option(names = "--partitions", defaultValue = "1000", description = "Of the RDD.")
  private int partitions;

  @Option(names = "--bytes", defaultValue = "65536", description = "Of a partition.")
  private int bytes;

  @Option(
      names = "--cores",
      defaultValue = "1",
      description = "Of each of the two workers: how many tasks it runs at a time.")
  private int cores;

  @Option(names = "--rounds", defaultValue = "5", description = "That are measured.")
  private int rounds;

  @Option(names = "--json", description = "Print one JSON object instead of tables.")
  private boolean json;

  /** A command with the usual options. */
  public ClusterCommand() {}

  @Override
  public Integer call() throws IOException {
    if (bytes < KIB || bytes % KIB != 0 || partitions < 1 || cores < 1 || rounds < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "One partition, one core and one round at least are needed, and a whole number of KiB.");
    }
    try (RunningServer running = server.use()) {
      String name = server + " at " + running.endpoint().getHost();
      ClusterReport report;
      try (var measurement = new Measurement(S3TestServer.shared(), partitions, bytes, cores)) {
        var counted = measurement.count();
        report =
            ClusterReport.of(
                name,
                partitions,
                bytes,
                cores,
                measurement.time(rounds),
                counted.requests(),
                counted.probe());
      }
      Output.print(spec, json, report, report::tables);
    }
    return 0;
  }
}
