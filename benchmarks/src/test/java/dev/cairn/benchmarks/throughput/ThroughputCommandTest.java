package dev.cairn.benchmarks.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** That the benchmark runs and tells everything; what it tells is no matter of tests. */
class ThroughputCommandTest {
  @Test
  void bench_smallStateOnTheServerOfTheTests_tellsOfAllWays() throws Exception {
    StringWriter out = new StringWriter();
    int status =
        new CommandLine(new ThroughputCommand())
            .setOut(new PrintWriter(out))
            .execute(
                "--server=TESTS",
                "--bytes=9000000",
                "--rounds=1",
                "--small=5",
                "--no-s5cmd",
                "--json");
    assertThat(status).isZero();
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.get("objects").intValue()).isPositive();
    List<String> rows = new ArrayList<>();
    for (JsonNode row : report.get("transfers")) {
      rows.add(row.get("direction").textValue() + ": " + row.get("name").textValue());
      assertThat(row.get("mibPerSecond").doubleValue()).isPositive();
      assertThat(row.get("ofFastestOther").doubleValue()).isPositive();
    }
    assertThat(rows)
        .containsExactlyInAnyOrder(
            "save: cairn",
            "save: SDK requests",
            "save: TransferManager (CRT)",
            "restore: cairn",
            "restore: cairn, whole first",
            "restore: SDK requests",
            "restore: SDK requests, hashed",
            "restore: TransferManager (CRT)");
    assertThat(report.get("small")).hasSize(3);
    assertThat(report.get("absent")).hasSize(1);
  }

  @Test
  void bench_tooFewBytes_isRefused() {
    StringWriter errors = new StringWriter();
    int status =
        new CommandLine(new ThroughputCommand())
            .setErr(new PrintWriter(errors))
            .execute("--server=TESTS", "--bytes=10");
    assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(errors.toString()).contains("At least 1048576 bytes");
  }

  @Test
  void of_evenAndOddCounts_isTheMiddle() {
    assertThat(Medians.of(List.of(9, 1, 5))).isEqualTo(5);
    assertThat(Medians.of(List.of(4L, 1L, 2L, 9L))).isEqualTo(3);
  }
}
