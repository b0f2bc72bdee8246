package dev.cairn.benchmarks.throughput;

import dev.cairn.benchmarks.Output;
import dev.cairn.benchmarks.server.RunningServer;
import dev.cairn.benchmarks.server.ServerChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.s3.model.S3Object;

/** {@code bench}: one large state saved and restored, and many small ones saved. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "How fast checkpoints go to an S3 server and back, next to other ways.")
public final class ThroughputCommand implements Callable<Integer> {
  /** What every chunk of a state has on average; see docs/protocol.md. */
  private static final int LEAST_BYTES = 1 << 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--server",
      defaultValue = "TESTS",
      description = "S3PROXY, S3MOCK or TESTS, which is LocalStack or CAIRN_TEST_S3_ENDPOINT.")
  private ServerChoice server = ServerChoice.TESTS;

  @Option(names = "--bytes", defaultValue = "1073741824", description = "Of the large state.")
  private int bytes;

  @Option(names = "--rounds", defaultValue = "5", description = "That are measured.")
  private int rounds;

  @Option(names = "--small", defaultValue = "500", description = "Small saves; 0 for none.")
  private int small;

  @Option(names = "--parallelism", defaultValue = "4", description = "Requests at a time.")
  private int parallelism;

  @Option(names = "--json", description = "Print one JSON object instead of tables.")
  private boolean json;

  @Option(names = "--no-s5cmd", description = "Do not look for s5cmd, and do not fetch it.")
  private boolean withoutS5cmd;

  /** A command with the usual options. */
  public ThroughputCommand() {}

  @Override
  public Integer call() throws IOException {
    if (bytes < LEAST_BYTES || rounds < 1 || parallelism < 1 || small < 0) {
      throw new picocli.CommandLine.ParameterException(
          spec.commandLine(),
          "At least %d bytes, one round and one request at a time are needed."
              .formatted(LEAST_BYTES));
    }
    try (RunningServer running = server.use()) {
      Site site = Site.create();
      Report report = run(site, server + " at " + running.endpoint().getHost());
      Output.print(spec, json, report, report::tables);
    }
    return 0;
  }

  private Report run(Site site, String serverName) {
    byte[] state = Payload.random(bytes, 42);
    Payload payload = Payload.of(state, sizesOfChunks(site, state));
    List<String> absent = new ArrayList<>();
    List<Contender> contenders = new ArrayList<>();
    try {
      contenders.add(new CairnContender(site, state, parallelism));
      contenders.add(new RawContender(site, payload, parallelism));
      contenders.add(new TransferManagerContender(site, payload, parallelism));
      s5cmd(site, payload, absent).ifPresent(contenders::add);
      var measured = new Rounds(site, contenders).run(rounds);
      return new Report(
          serverName,
          bytes,
          payload.objects().size(),
          rounds,
          parallelism,
          Runtime.getRuntime().maxMemory(),
          Runtime.getRuntime().availableProcessors(),
          Report.transfers(bytes, measured),
          small == 0 ? List.of() : new SmallObjects(site, small).run(),
          absent);
    } finally {
      contenders.forEach(Contender::close);
    }
  }

  /** What Cairn cuts the state into, so that the others send objects of the same sizes. */
  private List<Integer> sizesOfChunks(Site site, byte[] state) {
    Contender cairn = new CairnContender(site, state, parallelism);
    cairn.begin("sizes");
    cairn.save();
    cairn.end();
    List<Integer> sizes =
        site.list("sizes/" + CairnContender.PROCESS + "/data").stream()
            .map(S3Object::size)
            .map(Math::toIntExact)
            .toList();
    site.clear("sizes");
    return sizes;
  }

  private Optional<Contender> s5cmd(Site site, Payload payload, List<String> absent) {
    if (withoutS5cmd) {
      absent.add("s5cmd, which was not asked for");
      return Optional.empty();
    }
    @Nullable Exception reason;
    try {
      Path program = S5cmd.find(Path.of(System.getProperty("cairn.home", "")));
      return Optional.of(new S5cmdContender(site, payload, parallelism, program));
    } catch (IOException e) {
      reason = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reason = e;
    }
    absent.add("s5cmd: " + reason.getMessage());
    return Optional.empty();
  }
}
