package dev.cairn;

import static dev.cairn.store.RequestKind.GET;
import static dev.cairn.store.RequestKind.LIST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.Codecs;
import dev.cairn.policy.Direction;
import dev.cairn.policy.Keep;
import dev.cairn.policy.OnDamage;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.memory.MemoryStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to ask for a checkpoint, and what is fetched for the answer. */
final class RestoreTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final int SIZE = 100_000;

  private final MemoryStore memory = new MemoryStore();
  private final CountingStore store = new CountingStore(memory);
  private final Stored stored = new Stored(memory, RANKER);

  /** Versions 2 to 7: steps 10, 20, 30, 30, 40, 50, with a loss of 5, 1, 4, 2, 1, 3. */
  private long[] saveSix() {
    long[] steps = {10, 20, 30, 30, 40, 50};
    double[] losses = {5, 1, 4, 2, 1, 3};
    long[] versions = new long[6];
    try (CheckpointManager manager = manager().open()) {
      for (int i = 0; i < 6; i++) {
        versions[i] =
            manager.save(Progress.at(steps[i]).metric("loss", losses[i]), state(i)).version();
      }
    }
    return versions;
  }

  @Test
  void restore_byStepAndByBest_givesTheNewestOfTheStepAndTheOldestOfTheBest() {
    long[] versions = saveSix();
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER);
        CheckpointManager manager = manager().open()) {
      assertThat(version(reader.restoreStep(10))).isEqualTo(versions[0]);
      assertThat(version(reader.restoreStep(30))).isEqualTo(versions[3]);
      assertThat(version(manager.restoreStep(30))).isEqualTo(versions[3]);
      assertThat(version(reader.restoreBest("loss", Direction.MIN))).isEqualTo(versions[1]);
      assertThat(version(reader.restoreBest("loss", Direction.MAX))).isEqualTo(versions[0]);
      assertThat(version(manager.restoreBest("loss", Direction.MIN))).isEqualTo(versions[1]);
      assertThat(reader.restoreStep(40).passedOver()).isEmpty();
      assertThatThrownBy(() -> reader.restoreStep(11))
          .isInstanceOf(CheckpointNotFoundException.class)
          .hasMessageContaining("no checkpoint at step 11");
      assertThatThrownBy(() -> reader.restoreBest("gain", Direction.MAX))
          .isInstanceOf(CheckpointNotFoundException.class)
          .hasMessageContaining("the metric 'gain'");
    }
  }

  @Test
  void restore_byStepAndByBestWhenDamaged_givesTheNextAndSaysSo() {
    long[] versions = saveSix();
    damage(versions[3]);
    damage(versions[1]);
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      Restored byStep = reader.restoreStep(30);
      assertThat(version(byStep)).isEqualTo(versions[2]);
      assertThat(byStep.passedOver()).hasSize(1).first().asString().contains("v" + versions[3]);
      Restored best = reader.restoreBest("loss", Direction.MIN);
      assertThat(version(best)).isEqualTo(versions[4]);
      assertThat(best.passedOver()).hasSize(1).first().asString().contains("v" + versions[1]);
      assertThatThrownBy(() -> reader.restoreStep(20)).isInstanceOf(DamagedException.class);
    }
  }

  @Test
  void restore_strictAndDamaged_fails() {
    long[] versions = saveSix();
    damage(versions[5]);
    damage(versions[3]);
    damage(versions[1]);
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER, OnDamage.FAIL);
        CheckpointManager manager = manager().onDamage(OnDamage.FAIL).open()) {
      for (var attempt :
          List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
              reader::restoreLatest,
              () -> reader.restore("latest"),
              () -> reader.restoreStep(30),
              () -> reader.restoreBest("loss", Direction.MIN),
              manager::restoreLatest,
              () -> manager.mark(Status.FAILED, Optional.empty()))) {
        assertThatThrownBy(attempt).isInstanceOf(DamagedException.class);
      }
      assertThat(version(reader.restore(versions[4]))).isEqualTo(versions[4]);
      assertThat(version(reader.restore("v" + versions[4]))).isEqualTo(versions[4]);
      assertThat(version(manager.restoreStep(40))).isEqualTo(versions[4]);
    }
  }

  @Test
  void restore_strictAndTheNewestEntryDamaged_failsButForAVersion() {
    long[] versions = saveSix();
    CheckpointEditor.of(memory, RANKER).tag("golden", versions[0], Optional.empty());
    long edit = versions[5] + 1;
    Damage.FLIPPED.strike(memory, stored.entry(edit), stored.entry(1));
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER, OnDamage.FAIL)) {
      assertThatThrownBy(reader::restoreLatest).isInstanceOf(DamagedException.class);
      assertThatThrownBy(() -> reader.restore("golden")).isInstanceOf(DamagedException.class);
      assertThat(version(reader.restore(versions[0]))).isEqualTo(versions[0]);
    }
  }

  @Test
  void save_afterAFallback_saysWhatItGoesBackToOnce() {
    long[] versions = saveSix();
    damage(versions[5]);
    damage(versions[4]);
    try (CheckpointManager manager = manager().open()) {
      assertThat(version(manager.restoreLatest().orElseThrow())).isEqualTo(versions[3]);
      // Neither an edit nor a failed save takes it away.
      manager.pin(versions[0]);
      assertThatThrownBy(
              () -> manager.save(Progress.at(40), State.of("text", Codecs.utf8(), "half \ud83d")))
          .isInstanceOf(CairnException.class);
      Checkpoint next = manager.save(Progress.at(40), state(4));
      Fallback fallback = next.fallback().orElseThrow();
      assertThat(fallback.version()).isEqualTo(versions[3]);
      assertThat(fallback.passedOver()).hasSize(2);
      assertThat(fallback.passedOver().get(0))
          .contains("v" + versions[5] + " of training/ranker")
          .contains("its SHA-256 does not match");
      assertThat(fallback.passedOver().get(1)).contains("v" + versions[4]);
      assertThat(manager.save(Progress.at(50), state(5)).fallback()).isEmpty();
      try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
        assertThat(reader.restore(next.version()).checkpoint().fallback()).contains(fallback);
        assertThat(reader.latest().orElseThrow().fallback()).isEmpty();
        assertThat(reader.history(2).get(1).checkpoint().orElseThrow().fallback())
            .contains(fallback);
      }
    }
  }

  @Test
  void mark_byAManagerThatFallsBack_saysIt() {
    long[] versions = saveSix();
    damage(versions[5]);
    try (CheckpointManager manager = manager().open()) {
      Checkpoint marked = manager.mark(Status.INTERRUPTED, Optional.empty());
      assertThat(marked.fallback().orElseThrow().version()).isEqualTo(versions[4]);
      assertThat(manager.mark(Status.INTERRUPTED, Optional.empty()).fallback()).isEmpty();
    }
  }

  @Test
  void save_afterAFallbackPastMany_saysTenAndHowManyMore() {
    long whole = 0;
    try (CheckpointManager manager = manager().open()) {
      for (int i = 0; i < 15; i++) {
        long version = manager.save(Progress.at(i), state(i)).version();
        whole = i == 0 ? version : whole;
      }
    }
    for (int i = 1; i < 15; i++) {
      damage(whole + i);
    }
    try (CheckpointManager manager = manager().open()) {
      assertThat(manager.restoreLatest().orElseThrow().passedOver()).hasSize(14);
      Fallback fallback = manager.save(Progress.at(1), state(1)).fallback().orElseThrow();
      assertThat(fallback.version()).isEqualTo(whole);
      assertThat(fallback.passedOver()).hasSize(10).last().isEqualTo("and 5 more");
    }
  }

  @Test
  void save_afterARestoreOfTheNewest_saysNothing() {
    saveSix();
    try (CheckpointManager manager = manager().open()) {
      manager.restoreLatest();
      assertThat(manager.save(Progress.at(60), state(6)).fallback()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"latest", "v2", "2", "golden"})
  void restore_oneItemOfThree_fetchesNoByteOfTheOthers(String name) throws IOException {
    try (CheckpointManager manager = manager().open()) {
      manager.save(
          Progress.at(1),
          state(1).and("a", Codecs.bytes(), bytes(8)).and("b", Codecs.bytes(), bytes(9)));
      manager.tag("golden", "latest", Optional.empty());
    }
    long entry = memory.head(stored.entry(3)).orElseThrow().size();
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      RequestCounts before = store.counts();
      Restored restored = reader.restore(name, Set.of("a"));
      // The edit is the newest entry, so the log is listed once more; see the protocol.
      RequestCounts sent = store.counts().minus(before);
      assertThat(sent.count(GET)).isEqualTo(2);
      assertThat(sent.bytesRead()).isEqualTo(entry + SIZE);
      assertThat(restored.item("a", Codecs.bytes())).isEqualTo(bytes(8));
      assertThat(store.counts().minus(before)).isEqualTo(sent);
      // Another item is fetched, and verified, when it is taken.
      assertThat(restored.item("b", Codecs.bytes())).isEqualTo(bytes(9));
      assertThat(store.counts().minus(before).bytesRead()).isEqualTo(entry + 2 * SIZE);
      damage(2);
      assertThatThrownBy(() -> restored.bytes("state").readAllBytes())
          .isInstanceOf(DamagedException.class);
    }
  }

  @Test
  void restore_noItems_readsTheLogAlone() {
    saveSix();
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      RequestCounts before = store.counts();
      assertThat(reader.restore("latest", Set.of()).progress().step()).isEqualTo(50);
      assertThat(store.counts().minus(before).requests()).isEqualTo(Map.of(LIST, 1L, GET, 1L));
    }
  }

  @Test
  void restore_latestWithItems_fallsBackForThoseAlone() {
    long[] versions = saveSix();
    damage(versions[5]);
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      assertThat(version(reader.restore("latest", Set.of()))).isEqualTo(versions[5]);
      Restored restored = reader.restore("latest", Set.of("state"));
      assertThat(version(restored)).isEqualTo(versions[4]);
      assertThat(restored.passedOver()).hasSize(1);
      assertThatThrownBy(() -> reader.restore("latest", Set.of("state", "weights")))
          .isInstanceOf(CheckpointNotFoundException.class)
          .hasMessageContaining("no item 'weights'");
    }
  }

  @Test
  void bytes_aRangeOfALargeItem_fetchesItsChunksAlone() throws IOException {
    byte[] large = new byte[40 << 20];
    new Random(5).nextBytes(large);
    try (CheckpointManager manager = manager().compression(Compression.NONE).open()) {
      manager.save(Progress.at(1), State.of("large", Codecs.bytes(), large));
    }
    List<Integer> sizes =
        stored.index().live().get(0).items().get(0).chunks().stream().map(c -> c.bytes()).toList();
    assertThat(sizes.size()).isGreaterThan(3);
    int second = sizes.get(0);
    int third = second + sizes.get(1);
    requireRange(large, second, 1, sizes.get(1));
    requireRange(large, third - 1, 1, sizes.get(1));
    requireRange(large, third - 1, 2, sizes.get(1) + sizes.get(2));
    requireRange(large, third + 100, 1000, sizes.get(2));
    requireRange(large, 0, 10, sizes.get(0));
    requireRange(large, large.length - 5, 100, sizes.get(sizes.size() - 1));
    requireRange(large, large.length, 10, 0);
    requireRange(large, 7, 0, 0);
    requireRange(large, 0, Long.MAX_VALUE, large.length);
  }

  private void requireRange(byte[] large, int offset, long length, long fetched)
      throws IOException {
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      Restored restored = reader.restore("latest", Set.of());
      RequestCounts before = store.counts();
      try (var in = restored.bytes("large", offset, length)) {
        byte[] read = in.readAllBytes();
        int end = (int) Math.min(large.length, offset + Math.min(length, large.length));
        assertThat(Arrays.equals(read, Arrays.copyOfRange(large, offset, end))).isTrue();
      }
      assertThat(store.counts().minus(before).bytesRead()).isEqualTo(fetched);
      try (var in = restored.bytes("large", offset, length)) {
        assertThat(in.skip(1) + in.readAllBytes().length)
            .isEqualTo(Math.min(length, large.length - offset));
      }
    }
  }

  @Test
  void save_ofAStream_isReadAsBytesAndAsAStream() throws IOException {
    byte[] bytes = bytes(3);
    State state =
        State.empty()
            .and("file", out -> out.write(bytes))
            .and("name", Codecs.utf8(), "weights.bin");
    try (CheckpointManager manager = manager().open()) {
      manager.save(Progress.at(1), state);
      manager.saveAsync(Progress.at(2), state).await();
    }
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      for (Checkpoint each : reader.list()) {
        Restored restored = reader.restore(each.version());
        assertThat(restored.item("file", Codecs.bytes())).isEqualTo(bytes);
        assertThat(restored.bytes("file").readAllBytes()).isEqualTo(bytes);
      }
    }
    assertThat(stored.keys("data")).hasSize(1);
  }

  @Test
  void bytes_aRangeThatIsNone_isRefused() {
    saveSix();
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      Restored restored = reader.restore("latest", Set.of());
      for (long[] range : new long[][] {{-1, 1}, {0, -1}, {SIZE + 1, 0}}) {
        assertThatThrownBy(() -> restored.bytes("state", range[0], range[1]))
            .isInstanceOf(InvalidRequestException.class);
      }
    }
  }

  @Test
  void names_whereverAVersionIsGiven_areUnderstood() {
    long[] versions = saveSix();
    CheckpointEditor editor = CheckpointEditor.of(memory, RANKER);
    editor.tag("golden", "v" + versions[0], Optional.empty());
    editor.tag("newest", "latest", Optional.empty());
    editor.tag("first", "golden", Optional.empty());
    editor.pin("golden");
    editor.delete("" + versions[1]);
    assertThatThrownBy(() -> editor.pin("silver"))
        .isInstanceOf(CheckpointNotFoundException.class)
        .hasMessageContaining("[first, golden, newest]");
    try (CheckpointManager manager =
        manager().keep(Keep.best("loss", Direction.MIN, 1).or(Keep.all())).open()) {
      long saved = manager.save(Progress.at(60).metric("loss", 0), state(6)).version();
      manager.pin("best");
      manager.tag("second", "newest", Optional.empty());
      assertThat(stored.index().pins()).containsExactly(versions[0], saved);
      manager.unpin("latest");
      manager.delete("second");
      assertThat(version(manager.restore("best"))).isEqualTo(saved);
    }
    editor.unpin("first");
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      assertThat(reader.pins()).isEmpty();
      assertThat(reader.tags())
          .containsEntry("golden", versions[0])
          .containsEntry("first", versions[0])
          .doesNotContainKeys("newest", "second");
      assertThat(reader.list())
          .extracting(Checkpoint::version)
          .doesNotContain(versions[1], versions[5]);
    }
  }

  private void damage(long version) {
    Damage.FLIPPED.strike(memory, stored.chunks(version).get(0), stored.entry(1));
  }

  private static long version(Restored restored) {
    return restored.checkpoint().version();
  }

  private CheckpointManagerBuilder manager() {
    return CheckpointManager.builder().store(store).process(RANKER).keep(Keep.all());
  }

  private static State state(int seed) {
    return State.of("state", Codecs.bytes(), bytes(seed));
  }

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[SIZE];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
