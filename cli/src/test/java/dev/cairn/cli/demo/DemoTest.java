package dev.cairn.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.run.IntervalSet;
import dev.cairn.run.PartName;
import dev.cairn.s3.testing.S3TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration as a user runs it: real driver processes, a real SIGKILL, real prices. */
final class DemoTest {
  private static final String UNITS = "900";

  @TempDir Path home;

  @Test
  void demo_onS3_killedAndVerified_isCorrect() throws IOException {
    String store = S3TestServer.shared().newStore(DemoTest.class) + "/demo";
    DemoRun run =
        DemoRun.start(
            home,
            S3TestServer.shared().environment(),
            "--store",
            store,
            "--units",
            UNITS,
            "--cores",
            "2",
            "--resume-cores",
            "1",
            "--verify",
            "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode outcome = run.json();
    assertThat(outcome.get("restored").asLong() + outcome.get("computed").asLong()).isEqualTo(900);
    assertThat(outcome.get("restored").asLong())
        .isGreaterThanOrEqualTo(outcome.get("killed").asLong());
    assertThat(outcome.get("killed").asLong()).isGreaterThanOrEqualTo(360);
    assertThat(outcome.get("uninterrupted")).isEqualTo(outcome.get("digest"));
    assertThat(Path.of(outcome.get("report").asText()))
        .content()
        .contains("backtest/demo-1", "SIGKILL");
  }

  @Test
  void demo_driverKilledByHand_sameCommandGoesOnWithAllThatIsStored() throws IOException {
    String store = home.resolve("store").toString();
    DemoRun first =
        DemoRun.start(home, Map.of(), "--store", store, "--units", UNITS, "--no-kill", "--json");
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> !parts().isEmpty() || !first.handle().isAlive());
    first.handle().children().forEach(ProcessHandle::destroyForcibly);
    assertThat(first.exitCode()).as(first.err()).isEqualTo(1);
    assertThat(first.err().lines().filter(line -> line.startsWith("cairn: ")))
        .singleElement()
        .asString()
        .contains("Run the same command again");
    long stored = IntervalSet.of(parts().stream().map(PartName::units).toList()).size();
    assertThat(stored).isPositive();
    DemoRun again =
        DemoRun.start(
            home,
            Map.of(),
            "--store",
            store,
            "--units",
            UNITS,
            "--no-kill",
            "--cores",
            "1",
            "--json");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.err()).contains("Going on with backtest/demo-1");
    assertThat(again.json().get("restored").asLong()).isEqualTo(stored);
    assertThat(again.json().get("correct").asBoolean()).isTrue();
  }

  private List<PartName> parts() throws IOException {
    Path runs = home.resolve("store/backtest/demo-1/runs");
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(runs)) {
      return files
          .map(file -> PartName.parse(String.valueOf(file.getFileName())))
          .flatMap(Optional::stream)
          .toList();
    }
  }
}
