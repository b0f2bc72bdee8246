package dev.cairn.benchmarks.conformance;

import dev.cairn.benchmarks.Output;
import dev.cairn.benchmarks.server.RunningServer;
import dev.cairn.benchmarks.server.ServerChoice;
import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import dev.cairn.store.ProbeFinding;
import dev.cairn.store.ProbeReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code conformance}: what the probe says of a server, and which tests it does not pass. */
@Command(
    name = "conformance",
    mixinStandardHelpOptions = true,
    description = {
      "Which promises a server keeps: what cairn doctor says, several times over, and the tests of the"
          + " store, of the manager and of racing writers.",
      "The exit code is 0 when nothing fails."
    })
public final class ConformanceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "SERVER",
      description = "S3PROXY, S3MOCK or TESTS, which is LocalStack or CAIRN_TEST_S3_ENDPOINT.")
  private ServerChoice server = ServerChoice.TESTS;

  @Option(names = "--rounds", defaultValue = "20", description = "Of eight racing writers.")
  private int rounds;

  @Option(names = "--probes", defaultValue = "10", description = "How often the probe is run.")
  private int probes;

  @Option(names = "--json", description = "Print one JSON object instead of a table.")
  private boolean json;

  /** A command with the usual options. */
  public ConformanceCommand() {}

  @Override
  public Integer call() throws IOException {
    System.setProperty("cairn.test.race.rounds", String.valueOf(rounds));
    Conformance found;
    try (RunningServer running = server.use()) {
      System.err.println(server + " answers at " + running.endpoint());
      List<String> findings = new ArrayList<>();
      int safe = 0;
      for (int probe = 0; probe < probes; probe++) {
        ProbeReport report = probe();
        safe += report.safe() ? 1 : 0;
        report.findings().stream()
            .filter(finding -> finding.verdict() != ProbeFinding.Verdict.GOOD)
            .map(finding -> finding.check() + ": " + finding.detail())
            .filter(text -> !findings.contains(text))
            .forEach(findings::add);
      }
      TestRun tests = TestRun.of(Conformance.TESTS);
      found =
          new Conformance(
              server.toString(), probes, safe, findings, tests.succeeded(), tests.failures());
    }
    Output.print(spec, json, found, found::table);
    return found.failures().isEmpty() && found.safeProbes() == probes ? 0 : 1;
  }

  private static ProbeReport probe() {
    try (ObjectStore store =
        ObjectStores.open(S3TestServer.shared().newStore(ConformanceCommand.class))) {
      return store.probe();
    }
  }
}
