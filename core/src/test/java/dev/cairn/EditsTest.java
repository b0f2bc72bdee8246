package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.Codecs;
import dev.cairn.policy.Direction;
import dev.cairn.policy.Keep;
import dev.cairn.store.RequestKind;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EditsTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");

  private final CountingStore store = new CountingStore(new MemoryStore());
  private final CheckpointEditor editor = CheckpointEditor.of(store, RANKER);
  private final CheckpointReader reader = CheckpointReader.open(store, RANKER);

  @Test
  void edit_whileTheWriterRuns_fencesNobodyAndIsBuiltUpon() {
    try (CheckpointManager manager = open(Keep.last(1))) {
      long first = save(manager, 1);
      editor.pin(first);
      editor.tag("golden", first, Optional.empty());
      long second = save(manager, 2);
      save(manager, 3);
      assertThat(manager.list()).extracting(c -> c.progress().step()).containsExactly(1L, 3L);
      assertThat(second).isEqualTo(first + 3);
      assertThat(reader.restore("golden").progress().step()).isEqualTo(1);
      assertThat(reader.pins()).containsExactly(first);
      editor.untag("golden");
      editor.unpin(first);
      save(manager, 4);
      assertThat(manager.list()).extracting(c -> c.progress().step()).containsExactly(4L);
    }
  }

  @Test
  void edit_twice_isWrittenOnce() {
    try (CheckpointManager manager = open(Keep.all())) {
      long first = save(manager, 1);
      editor.pin(first);
      RequestCounts before = store.counts();
      editor.pin(first);
      // The newest entry is an edit, so it takes a second LIST to trust it; nothing is put.
      assertThat(store.counts().minus(before).requests())
          .containsOnly(Map.entry(RequestKind.LIST, 2L), Map.entry(RequestKind.GET, 1L));
    }
  }

  @Test
  void delete_ofALargeState_isNotReusedByTheNextSave() {
    double[] weights = new java.util.Random(7).doubles(100_000).toArray();
    State state = State.of("weights", Codecs.doubles(), weights);
    long first;
    long second;
    try (CheckpointManager manager = open(Keep.all())) {
      first = manager.save(Progress.at(1), state).version();
      editor.delete(first);
      second = manager.save(Progress.at(2), state).version();
      assertThat(manager.list()).extracting(c -> c.progress().step()).containsExactly(2L);
      // The grace is over and the deleted chunk goes; the one of the second save is another object.
      manager.save(Progress.at(3), State.empty());
    }
    assertThat(reader.restore(second).item("weights", Codecs.doubles())).isEqualTo(weights);
    assertThatThrownBy(() -> reader.restore(first)).isInstanceOf(CheckpointNotFoundException.class);
  }

  @Test
  void delete_pinned_isRefused() {
    try (CheckpointManager manager = open(Keep.all())) {
      long first = save(manager, 1);
      manager.pin(first);
      assertThatThrownBy(() -> editor.delete(first))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("unpin");
      assertThatThrownBy(() -> manager.delete(first + 99))
          .isInstanceOf(CheckpointNotFoundException.class);
      assertThat(manager.list()).hasSize(1);
    }
  }

  @Test
  void pin_ofWhatIsRetired_isRefused() {
    try (CheckpointManager manager = open(Keep.last(1))) {
      long first = save(manager, 1);
      save(manager, 2);
      assertThatThrownBy(() -> editor.pin(first)).isInstanceOf(CheckpointNotFoundException.class);
      assertThatThrownBy(() -> manager.tag("old", first, Optional.empty()))
          .isInstanceOf(CheckpointNotFoundException.class);
    }
  }

  @Test
  void tag_expired_goesAtTheNextCommit() {
    try (CheckpointManager manager = open(Keep.last(1))) {
      long first = save(manager, 1);
      manager.tag("short", first, Optional.of(Instant.now().minusSeconds(1)));
      manager.tag("long", first, Optional.of(Instant.now().plusSeconds(3600)));
      save(manager, 2);
      assertThat(reader.tags()).containsOnlyKeys("long");
      assertThat(manager.list()).hasSize(2);
    }
  }

  @Test
  void restore_byName_findsLatestVersionsTagsAndBest() {
    try (CheckpointManager manager = open(Keep.last(2).or(Keep.best("loss", Direction.MIN, 1)))) {
      for (int step = 1; step <= 5; step++) {
        manager.save(Progress.at(step).metric("loss", Math.abs(step - 2)), State.empty());
      }
      assertThat(reader.restore("best").progress().step()).isEqualTo(2);
      assertThat(manager.restore("best").progress().step()).isEqualTo(2);
      assertThat(reader.restore("latest").progress().step()).isEqualTo(5);
      assertThat(reader.restore("v5").progress().step()).isEqualTo(4);
      assertThat(reader.restore("6").progress().step()).isEqualTo(5);
      assertThatThrownBy(() -> reader.restore("worst")).hasMessageContaining("best");
      assertThatThrownBy(() -> manager.tag("v7", 6, Optional.empty()))
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void edit_noSuchProcess_saysSo() {
    assertThatThrownBy(() -> editor.unpin(1))
        .isInstanceOf(CheckpointNotFoundException.class)
        .hasMessageContaining("training/ranker");
  }

  private static long save(CheckpointManager manager, long step) {
    return manager.save(Progress.at(step), State.empty()).version();
  }

  private CheckpointManager open(Keep keep) {
    return CheckpointManager.builder()
        .store(store)
        .process(RANKER)
        .keep(keep)
        .grace(Duration.ZERO)
        .open();
  }
}
