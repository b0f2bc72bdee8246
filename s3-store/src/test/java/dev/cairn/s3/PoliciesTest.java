package dev.cairn.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointReader;
import dev.cairn.GarbageCollector;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.State;
import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.StoreException;
import dev.cairn.store.WriteCondition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The policies of docs/policies let each role do its work and nothing else. */
class PoliciesTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");

  private final S3Fixture s3 = new S3Fixture();
  private final ObjectStore store = s3.store();

  @BeforeEach
  void saveSomething() {
    work();
  }

  @AfterEach
  void close() {
    s3.close();
  }

  private Policies as(String... policies) {
    Policies judge = new Policies(s3.location(), policies);
    s3.proxy().always(judge::judge);
    return judge;
  }

  private void work() {
    try (CheckpointManager manager =
        CheckpointManager.builder()
            .store(store)
            .process(RANKER)
            .keep(Keep.last(1))
            .grace(Duration.ZERO)
            .open()) {
      for (int step = 0; step < 3; step++) {
        double[] weights = new Random(step).doubles(20_000).toArray();
        manager.save(Progress.at(step), State.of("weights", Codecs.doubles(), weights));
      }
      manager.tag("good", manager.latest().orElseThrow().version(), Optional.empty());
      assertThat(manager.restoreLatest()).isPresent();
    }
  }

  private ObjectKey first(String folder) {
    return store.list(ListRequest.objects(RANKER.prefix().folder(folder))).objects().stream()
        .map(ObjectInfo::key)
        .findFirst()
        .orElseThrow();
  }

  private void assertDenied(Runnable request, String action) {
    assertThatThrownBy(request::run)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(action);
  }

  @Test
  void writer_probesSavesTagsRestoresAndCollects() {
    Policies writer = as("writer", "bucket");
    store.probe().requireSafe();
    work();
    assertThat(writer.denied()).isEmpty();
  }

  @Test
  void reader_readsAndDoesNothingElse() {
    Policies reader = as("reader", "bucket");
    try (CheckpointReader checkpoints = CheckpointReader.open(store, RANKER)) {
      assertThat(checkpoints.latest()).isPresent();
      assertThat(checkpoints.restoreLatest()).isPresent();
    }
    assertThat(CheckpointReader.processes(store)).containsExactly(RANKER);
    assertThat(store.get(RANKER.prefix().key("none"))).isEmpty();
    assertThat(store.head(RANKER.prefix().key("none"))).isEmpty();
    assertThat(reader.denied()).isEmpty();

    assertDenied(this::work, "s3:PutObject");
    assertDenied(() -> store.delete(List.of(first("data"))), "s3:DeleteObject");
  }

  @Test
  void executor_writesPartsAndDoesNothingElse() {
    Policies executor = as("executor", "bucket");
    RunParts parts = new RunParts(store, RANKER.prefix().folder("runs").folder("f-2"), 10);
    var written = parts.write(new UnitInterval(0, 1), "attempt", List.of(new byte[1], new byte[2]));
    assertThat(parts.list().parts()).containsExactly(written);
    assertThat(parts.read(written)).hasSize(2);
    try (CheckpointReader checkpoints = CheckpointReader.open(store, RANKER)) {
      assertThat(checkpoints.restoreLatest()).isPresent();
    }
    assertThat(executor.denied()).isEmpty();

    assertDenied(
        () ->
            store.put(
                RANKER.prefix().folder("log").key("x"),
                S3Fixture.bytes("x"),
                WriteCondition.IF_ABSENT),
        "s3:PutObject");
    assertDenied(() -> parts.discard(List.of(written)), "s3:DeleteObject");
  }

  @Test
  void collector_deletesWhatIsLeftAndWritesNothing() {
    s3.putForeign(RANKER.prefix() + "data/1/" + "0".repeat(64) + "-0123456789abcdef");
    work();
    Policies collector = as("collector", "bucket");

    assertThat(GarbageCollector.of(store, RANKER).collect().objects()).isPositive();
    assertThat(collector.denied()).isEmpty();

    assertDenied(this::work, "s3:PutObject");
  }

  @Test
  void bucket_writerOverwritesAnEntry_isDenied() {
    as("writer", "bucket");
    ObjectKey entry = first("log");
    assertDenied(
        () -> store.put(entry, S3Fixture.bytes("x"), WriteCondition.ALWAYS), "s3:PutObject");
    store.put(entry, S3Fixture.bytes("x"), WriteCondition.IF_ABSENT);
    as("writer");
    store.put(entry, S3Fixture.bytes("x"), WriteCondition.ALWAYS);
  }
}
