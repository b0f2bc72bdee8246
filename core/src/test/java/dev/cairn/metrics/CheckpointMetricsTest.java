package dev.cairn.metrics;

import static dev.cairn.store.faults.RequestMatch.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CairnException;
import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointManagerBuilder;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.State;
import dev.cairn.codec.CodecException;
import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.RequestKind;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import dev.cairn.store.memory.MemoryStore;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That the meters count what happened. */
final class CheckpointMetricsTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final RequestMatch ENTRY = next(RequestKind.PUT_IF_ABSENT).keyContaining("/log/");

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final FaultyStore store = new FaultyStore(new MemoryStore());

  @Test
  void meters_ofSaves() {
    try (CheckpointManager manager = builder().open()) {
      manager.save(Progress.at(1), state(1, 1_000_000));
      assertThat(registry.get("cairn.reused.ratio").gauge().value()).isZero();
      manager.save(
          Progress.at(2), state(1, 1_000_000).and("more", Codecs.bytes(), bytes(2, 250_000)));
      assertThat(registry.get("cairn.reused.ratio").gauge().value()).isEqualTo(0.8);
    }
    assertThat(count("cairn.saves", "outcome", "committed")).isEqualTo(2);
    assertThat(count("cairn.state.bytes")).isEqualTo(2_250_000);
    assertThat(count("cairn.sent.bytes")).isEqualTo(1_250_000);
    assertThat(count("cairn.reused.bytes")).isEqualTo(1_000_000);
    for (String timer : new String[] {"cairn.save.duration", "cairn.commit.duration"}) {
      assertThat(registry.get(timer).timer().count()).isEqualTo(2);
      assertThat(registry.get(timer).timer().totalTime(TimeUnit.NANOSECONDS)).isPositive();
    }
    assertThat(registry.getMeters())
        .allSatisfy(
            meter -> {
              assertThat(meter.getId().getTag("type")).isEqualTo("training");
              assertThat(meter.getId().getTag("name")).isEqualTo("ranker");
            });
  }

  @Test
  void meters_ofFailures() {
    try (CheckpointManager manager = builder().open()) {
      store.inject(ENTRY, Fault.refused());
      fail(manager, state(1, 10));
      store.inject(next(RequestKind.PUT), Fault.lostRequest());
      fail(manager, state(1, 100_000));
      assertThatThrownBy(
              () ->
                  manager.save(
                      Progress.at(1), State.of("json", Codecs.json(Double.class), Double.NaN)))
          .isInstanceOf(CodecException.class);
      store.inject(ENTRY, Fault.lostRequest());
      fail(manager, state(1, 10));
      builder().open().close();
      fail(manager, state(1, 10));
      fail(manager, state(1, 10));
    }
    for (String outcome : new String[] {"refused", "unavailable", "invalid", "unknown", "fenced"}) {
      assertThat(count("cairn.saves", "outcome", outcome)).as(outcome).isEqualTo(1);
    }
    assertThat(registry.find("cairn.saves").tag("outcome", "committed").counter()).isNull();
  }

  @Test
  void meters_ofRestoresAndDeletions() {
    try (CheckpointManager manager = builder().keep(Keep.last(2)).open()) {
      for (int step = 1; step <= 4; step++) {
        manager.save(Progress.at(step), state(step, 100_000));
      }
      manager.restoreLatest();
      damageData();
      assertThatThrownBy(manager::restoreLatest).isInstanceOf(CairnException.class);
      manager.save(Progress.at(5), state(5, 10));
      manager.save(Progress.at(6), state(6, 100_000));
      damageData();
      assertThat(manager.restoreLatest().orElseThrow().progress().step()).isEqualTo(5);
    }
    assertThat(count("cairn.restores", "outcome", "requested")).isEqualTo(1);
    assertThat(count("cairn.restores", "outcome", "failed")).isEqualTo(1);
    assertThat(count("cairn.restores", "outcome", "fallback")).isEqualTo(1);
    assertThat(registry.get("cairn.restore.duration").timer().count()).isEqualTo(2);
    assertThat(count("cairn.deleted.objects")).isPositive();
  }

  @Test
  void documentation_namesEveryMeterAndNoOther() throws IOException {
    meters_ofSaves();
    meters_ofRestoresAndDeletions();
    Set<String> named = new TreeSet<>();
    Matcher meter =
        Pattern.compile("`(cairn\\.[a-z.]+)`")
            .matcher(Files.readString(Path.of("..", "docs", "observability.md")));
    while (meter.find()) {
      named.add(meter.group(1));
    }
    assertThat(registry.getMeters().stream().map(Meter::getId).map(Meter.Id::getName))
        .hasSameElementsAs(named);
  }

  private void fail(CheckpointManager manager, State state) {
    assertThatThrownBy(() -> manager.save(Progress.at(1), state))
        .isInstanceOf(CairnException.class);
  }

  /** Puts nonsense into every chunk. */
  private void damageData() {
    KeyPrefix data = RANKER.prefix().folder("data");
    for (var object : store.list(ListRequest.objects(data)).objects()) {
      ObjectKey key = object.key();
      store.put(key, ByteBuffer.wrap(new byte[100_000]), WriteCondition.ALWAYS);
    }
  }

  private double count(String name, String... tags) {
    return registry.get(name).tags(tags).counter().count();
  }

  private CheckpointManagerBuilder builder() {
    return CheckpointManager.builder()
        .store(store)
        .process(RANKER)
        .grace(Duration.ZERO)
        .commitTimeout(Duration.ZERO)
        .listener(CheckpointMetrics.to(registry));
  }

  private static State state(int seed, int size) {
    return State.of("state", Codecs.bytes(), bytes(seed, size));
  }

  private static byte[] bytes(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
