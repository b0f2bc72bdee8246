package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointReader;
import dev.cairn.ProcessId;
import dev.cairn.examples.backtest.sweep.SweepDefinition;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RunInfo;
import dev.cairn.run.RunParts;
import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration with real drivers, on real prices, and real kills. */
final class DemoTest {
  private static final int UNITS = 240;

  @TempDir Path folder;

  @Test
  void killedAndResumedOnOtherCores_givesTheDigestOfAnUninterruptedSweep() throws Exception {
    CommandRun run = CommandRun.of(demo("--cores=2", "--resume-cores=1", "--verify"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode json = run.json();
    assertThat(json.at("/killed").asLong()).isBetween(UNITS * 4 / 10L, UNITS - 1L);
    assertThat(json.at("/restored").asLong()).isEqualTo(json.at("/durable").asLong()).isPositive();
    assertThat(json.at("/restored").asLong() + json.at("/computed").asLong()).isEqualTo(UNITS);
    assertThat(json.at("/digest").asText())
        .matches("[0-9a-f]{64}")
        .isEqualTo(json.at("/uninterrupted").asText());
    assertThat(json.at("/correct").asBoolean()).isTrue();
    assertThat(json.at("/resumed").asBoolean()).isFalse();
    assertThat(Path.of(json.at("/report").asText()))
        .content()
        .startsWith("<!DOCTYPE html>")
        .contains(json.at("/digest").asText())
        .contains("SIGKILL");
    assertThat(run.err()).contains("with SIGKILL at ");

    CommandRun again = CommandRun.of(demo("--no-kill"));
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.json().at("/process").asText()).isEqualTo("backtest/demo-2");
    assertThat(again.json().at("/restored").asLong()).isZero();
    assertThat(again.json().at("/digest")).isEqualTo(json.at("/digest"));
  }

  @Test
  void driverIsKilledByHand_sameCommandGoesOn() throws Exception {
    String[] arguments = demo("--no-kill");
    ProcessHandle driver;
    try (CairnProcess demo = CairnProcess.start(folder, Map.of(), arguments)) {
      demo.awaitSaid(" 20 %");
      driver = demo.driver();
      driver.destroyForcibly();
      CommandRun killed = demo.end();
      assertThat(killed.exitCode()).isEqualTo(1);
      assertThat(killed.out()).isEmpty();
      assertThat(killed.err())
          .contains(
              "cairn: The driver, process " + driver.pid() + ", was killed from outside when");
    }
    long durable = durable();
    assertThat(durable).isPositive();
    JsonNode json = goOn(arguments);
    assertThat(json.at("/restored").asLong()).isEqualTo(durable);
  }

  @Test
  void demoItselfIsKilled_itsDriverEnds_andTheSameCommandGoesOn() throws Exception {
    String[] arguments = demo("--no-kill");
    try (CairnProcess demo = CairnProcess.start(folder, Map.of(), arguments)) {
      demo.awaitSaid(" 20 %");
      ProcessHandle driver = demo.driver();
      demo.kill();
      await().atMost(Duration.ofMinutes(1)).until(() -> !driver.isAlive());
    }
    long durable = durable();
    JsonNode json = goOn(arguments);
    assertThat(json.at("/restored").asLong()).isEqualTo(durable).isPositive();
  }

  @Test
  void twoAtOnce_oneIsFencedAndSaysByWhom() throws Exception {
    String[] slow = demo("--no-kill", "--units=5985", "--cores=1");
    try (CairnProcess first = CairnProcess.start(folder, Map.of(), slow)) {
      first.awaitSaid("Starting a Spark driver");
      await().atMost(Duration.ofMinutes(5)).until(() -> registered());
      try (CairnProcess second = CairnProcess.start(folder, Map.of(), slow)) {
        CommandRun fenced = first.end();
        assertThat(fenced.exitCode()).isEqualTo(3);
        assertThat(fenced.out()).isEmpty();
        assertThat(fenced.err().lines().reduce("", (before, line) -> line))
            .startsWith("cairn: ")
            .contains("was fenced")
            .contains("process " + second.driver().pid())
            .containsPattern("\\d{4}-\\d\\d-\\d\\dT");
      }
    }
  }

  @Test
  void onS3_killedAndResumed_givesTheSameDigestAsOnAnotherStore() throws Exception {
    S3TestServer server = S3TestServer.shared();
    List<String> arguments = new ArrayList<>(List.of(demo()));
    arguments.set(1, "--store=" + server.newStore(DemoTest.class) + "/demo");
    CommandRun onS3;
    try (CairnProcess demo =
        CairnProcess.start(folder, server.environment(), arguments.toArray(String[]::new))) {
      onS3 = demo.end();
    }
    assertThat(onS3.exitCode()).as(onS3.err()).isZero();
    assertThat(onS3.json().at("/restored").asLong())
        .isEqualTo(onS3.json().at("/durable").asLong())
        .isPositive();
    CommandRun onDisk = CommandRun.of(demo("--no-kill"));
    assertThat(onDisk.json().at("/digest")).isEqualTo(onS3.json().at("/digest"));
  }

  @Test
  void otherSweepUnderOneName_isRefusedWithWhatDiffers() {
    try (CheckpointManager manager =
        CheckpointManager.builder()
            .store(folder.resolve("store").toString())
            .process(ProcessId.backtest("mine"))
            .open()) {
      manager.register(SweepDefinition.of(7), OnMismatch.FAIL);
    }
    CommandRun run = CommandRun.of(demo("--process=backtest/mine"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().reduce("", (before, line) -> line))
        .startsWith("cairn: ")
        .contains("backtest/mine")
        .contains("units: 7 -> " + UNITS);
  }

  private static JsonNode goOn(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).startsWith("backtest/demo-1 was interrupted before, and goes on.");
    JsonNode json = run.json();
    assertThat(json.at("/resumed").asBoolean()).isTrue();
    assertThat(json.at("/restored").asLong() + json.at("/computed").asLong()).isEqualTo(UNITS);
    return json;
  }

  private String[] demo(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "demo",
                "--store=" + folder.resolve("store"),
                "--report=" + folder.resolve("report.html"),
                "--json"));
    if (List.of(more).stream().noneMatch(option -> option.startsWith("--units"))) {
      arguments.add("--units=" + UNITS);
    }
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private boolean registered() {
    try (ObjectStore store = ObjectStores.open(folder.resolve("store").toString());
        CheckpointReader reader = CheckpointReader.open(store, ProcessId.backtest("demo-1"))) {
      return !reader.runs().isEmpty();
    }
  }

  private long durable() {
    try (ObjectStore store = ObjectStores.open(folder.resolve("store").toString());
        CheckpointReader reader = CheckpointReader.open(store, ProcessId.backtest("demo-1"))) {
      RunInfo run = reader.runs().get(0);
      return new RunParts(store, run.prefix(), UNITS).list().done().size();
    }
  }
}
