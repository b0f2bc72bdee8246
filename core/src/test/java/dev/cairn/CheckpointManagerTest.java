package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.Codec;
import dev.cairn.policy.Direction;
import dev.cairn.policy.Keep;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.RequestKind;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.memory.MemoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CheckpointManagerTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");

  private final CountingStore store = new CountingStore(new MemoryStore());

  @Test
  void restoreLatest_afterSave_givesTheState() {
    byte[] weights = random(1, 40_000_000);
    try (CheckpointManager manager = open(Keep.last(2))) {
      assertThat(manager.restoreLatest()).isEmpty();
      manager.save(
          Progress.at(1).of(10),
          State.of("weights", raw(), weights).and("rng", raw(), random(2, 100)));
    }
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      Restored restored = reader.restoreLatest().orElseThrow();
      assertThat(restored.item("weights", raw())).isEqualTo(weights);
      assertThat(restored.item("rng", raw())).isEqualTo(random(2, 100));
      assertThat(restored.passedOver()).isEmpty();
      assertThat(restored.progress()).isEqualTo(Progress.at(1).of(10));
      assertThat(restored.checkpoint().bytes()).isEqualTo(40_000_100);
    }
  }

  @Test
  void requests_areAsFewAsPromised() {
    RequestCounts before = store.counts();
    try (CheckpointManager manager = open(Keep.last(2))) {
      assertThat(store.counts().minus(before).requests())
          .containsOnly(
              java.util.Map.entry(RequestKind.LIST, 2L),
              java.util.Map.entry(RequestKind.PUT_IF_ABSENT, 1L));
      before = store.counts();
      manager.save(Progress.at(1), State.of("rng", raw(), random(2, 60_000)));
      assertThat(store.counts().minus(before).requests())
          .containsOnly(java.util.Map.entry(RequestKind.PUT_IF_ABSENT, 1L));
    }
    before = store.counts();
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      assertThat(reader.restoreLatest()).isPresent();
    }
    assertThat(store.counts().minus(before).requests())
        .containsOnly(
            java.util.Map.entry(RequestKind.LIST, 1L), java.util.Map.entry(RequestKind.GET, 1L));
  }

  @Test
  void save_sameLargeItem_uploadsItOnce() {
    byte[] weights = random(1, 30_000_000);
    try (CheckpointManager manager = open(Keep.last(2))) {
      manager.save(Progress.at(1), State.of("weights", raw(), weights));
      RequestCounts before = store.counts();
      weights[15_000_000] ^= 1;
      manager.save(Progress.at(2), State.of("weights", raw(), weights));
      assertThat(store.counts().minus(before).count(RequestKind.PUT)).isBetween(1L, 2L);
      assertThat(manager.restoreLatest().orElseThrow().item("weights", raw())).isEqualTo(weights);
    }
  }

  @Test
  void keep_lastAndBest_deletesTheRestAfterGrace() {
    try (CheckpointManager manager = open(Keep.last(2).or(Keep.best("loss", Direction.MIN, 1)))) {
      for (int step = 1; step <= 6; step++) {
        manager.save(
            Progress.at(step).metric("loss", step == 3 ? 0.1 : 1.0 / step),
            State.of("weights", raw(), random(step, 200_000)));
      }
      assertThat(manager.list()).extracting(c -> c.progress().step()).containsExactly(3L, 5L, 6L);
    }
    assertThat(keys("data/")).hasSize(4);
  }

  @Test
  void restoreLatest_newestDamaged_fallsBackAndSaysSo() {
    try (CheckpointManager manager = open(Keep.last(3))) {
      manager.save(Progress.at(1), State.of("weights", raw(), random(1, 100_000)));
      manager.save(Progress.at(2), State.of("weights", raw(), random(2, 100_000)));
      ObjectKey newest =
          keys("data/").stream().reduce((a, b) -> created(manager, a) ? b : a).orElseThrow();
      byte[] bytes = store.get(newest).orElseThrow();
      bytes[50_000] ^= 1;
      store.put(newest, ByteBuffer.wrap(bytes), WriteCondition.ALWAYS);
      Restored restored = manager.restoreLatest().orElseThrow();
      assertThat(restored.progress().step()).isEqualTo(1);
      assertThat(restored.passedOver())
          .singleElement()
          .asString()
          .contains("v3 of training/ranker", "SHA-256");
      assertThatThrownBy(() -> manager.restore(3)).isInstanceOf(DamagedException.class);
    }
  }

  @Test
  void save_afterAnotherOpened_isFenced() {
    try (CheckpointManager first = open(Keep.last(3))) {
      first.save(Progress.at(1), State.empty());
      try (CheckpointManager second = open(Keep.last(3))) {
        assertThatThrownBy(() -> first.save(Progress.at(2), State.empty()))
            .isInstanceOf(FencedException.class)
            .hasMessageContaining("training/ranker")
            .hasMessageContaining("process " + ProcessHandle.current().pid());
        second.save(Progress.at(2), State.empty());
      }
    }
  }

  private boolean created(CheckpointManager manager, ObjectKey key) {
    return manager.restore(2).item("weights", raw()).length == 100_000
        && dev.cairn.internal.log.Sha256.of(ByteBuffer.wrap(random(1, 100_000)))
            .equals(key.name().substring(0, 64));
  }

  private CheckpointManager open(Keep keep) {
    return CheckpointManager.builder()
        .store(store)
        .process(RANKER)
        .keep(keep)
        .grace(Duration.ZERO)
        .open();
  }

  private List<ObjectKey> keys(String folder) {
    return store
        .list(ListRequest.objects(new KeyPrefix(RANKER.prefix().value() + folder)))
        .objects()
        .stream()
        .map(ObjectInfo::key)
        .toList();
  }

  private static byte[] random(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static Codec<byte[]> raw() {
    return new Raw();
  }

  private static final class Raw implements Codec<byte[]> {
    @Override
    public String name() {
      return "bytes";
    }

    @Override
    public void encode(byte[] value, OutputStream out) throws IOException {
      out.write(value);
    }

    @Override
    public byte[] decode(InputStream in) throws IOException {
      return in.readAllBytes();
    }
  }
}
