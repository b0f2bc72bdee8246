package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.Codecs;
import dev.cairn.internal.collect.PageLimits;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.ChunkRow.StoredObject;
import dev.cairn.internal.log.PageRow;
import dev.cairn.policy.Keep;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.RequestKind;
import dev.cairn.store.cache.CachingStore;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.memory.MemoryStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the log says of the versions of objects when the store has some. */
final class VersionIdsTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final int LARGE = 12_000;

  private final VersioningStore store = new VersioningStore("here", new MemoryStore());
  private final Stored stored = new Stored(store, RANKER);

  @TempDir Path folder;

  @Test
  void save_throughEveryDecorator_recordsTheVersionIdOfEachChunk() {
    ObjectStore decorated = new CachingStore(new CountingStore(new FaultyStore(store)), 1 << 20);
    try (CheckpointManager manager = open(decorated)) {
      save(manager, 1);
      save(manager, 2);
    }
    requireRecorded(2);
  }

  @Test
  void save_chunkThatIsThereAlready_keepsItsVersionId() {
    Optional<String> first;
    try (CheckpointManager manager = open(store)) {
      Checkpoint one = manager.save(Progress.at(1), state(7));
      first = store.id(stored.chunks(one.version()).get(0));
      Checkpoint same = manager.save(Progress.at(2), state(7));
      assertThat(stored.chunks(same.version())).isEqualTo(stored.chunks(one.version()));
    }
    assertThat(first).isPresent();
    assertThat(objects()).extracting(StoredObject::versionId).containsOnly(first.orElseThrow());
    requireRecorded(2);
  }

  @Test
  void editsMarksAndAnotherWriter_handTheVersionIdsOn() {
    try (CheckpointManager manager = open(store)) {
      save(manager, 1);
      save(manager, 2);
    }
    CheckpointEditor editor = CheckpointEditor.of(store, RANKER);
    editor.pin(2);
    editor.tag("golden", 3, Optional.empty());
    try (CheckpointManager manager = open(store)) {
      manager.restoreLatest();
      manager.mark(Status.INTERRUPTED, Optional.empty());
      manager.delete(manager.latest().orElseThrow().version());
    }
    // The mark is a checkpoint of its own, with the chunks of the one before it.
    requireRecorded(3);
  }

  @Test
  void pages_haveTheirVersionIds_andSoHaveTheChunksInThem() {
    List<Checkpoint> saved;
    try (CheckpointManager manager = open(store)) {
      saved = LongStream.rangeClosed(1, 30).mapToObj(step -> save(manager, step)).toList();
      manager.delete(saved.get(1).version());
    }
    List<PageRow> pages = stored.stored().pages();
    assertThat(pages).isNotEmpty();
    assertThat(pages.get(0).left()).isLessThan(pages.get(0).rows());
    for (PageRow page : pages) {
      assertThat(Optional.ofNullable(page.versionId()))
          .isPresent()
          .isEqualTo(store.id(RANKER.prefix().key(page.object())));
    }
    requireRecorded(30);
    store.delete(stored.pages());
    assertThat(stored.index().live()).hasSize(29);
    requireRecorded(30);
  }

  @Test
  void restore_objectGoneOrAnother_saysWhichVersionToBringBack() {
    Checkpoint saved;
    try (CheckpointManager manager = open(store)) {
      saved = save(manager, 1);
    }
    ObjectKey chunk = stored.chunks(saved.version()).get(0);
    String id = store.id(chunk).orElseThrow();
    for (Damage damage : Damage.values()) {
      damage.strike(store, chunk, stored.entry(1));
      try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
        assertThatThrownBy(() -> reader.restore(saved.version()))
            .as(damage.name())
            .isInstanceOf(DamagedException.class)
            .hasMessageContaining(chunk.name() + ", version " + id + " of it in the store");
      }
    }
  }

  @Test
  void copyAndExport_takeNoVersionIdAlong() {
    try (CheckpointManager manager = open(store)) {
      save(manager, 1);
      save(manager, 2);
    }
    Path file = folder.resolve("export.tar");
    MemoryStore plain = new MemoryStore();
    VersioningStore other = new VersioningStore("there", new MemoryStore());
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER);
        CheckpointTransfer transfer = CheckpointTransfer.all(reader)) {
      transfer.copyTo(plain, RANKER);
      transfer.copyTo(other, RANKER);
      transfer.exportTo(file, CheckpointTransfer.OnExisting.REFUSE);
    }
    MemoryStore imported = new MemoryStore();
    try (CheckpointTransfer transfer = CheckpointTransfer.file(file)) {
      transfer.copyTo(imported, RANKER);
    }
    for (MemoryStore without : List.of(plain, imported)) {
      assertThat(objects(new Stored(without, RANKER)))
          .hasSize(2)
          .extracting(StoredObject::versionId)
          .containsOnlyNulls();
    }
    assertThat(objects(new Stored(other, RANKER)))
        .hasSize(2)
        .allSatisfy(
            object ->
                assertThat(Optional.ofNullable(object.versionId()))
                    .isEqualTo(other.id(RANKER.prefix().key(object.key())))
                    .hasValueSatisfying(id -> assertThat(id).startsWith("there-")));
  }

  @Test
  void versions_costNoRequest() {
    assertThat(requests(store)).isEqualTo(requests(new MemoryStore()));
  }

  private static Map<RequestKind, Long> requests(ObjectStore of) {
    CountingStore counting = new CountingStore(of);
    try (CheckpointManager manager = open(counting)) {
      for (int step = 1; step <= 30; step++) {
        save(manager, step);
      }
      manager.restoreLatest();
    }
    RequestCounts counts = counting.counts();
    return counts.requests();
  }

  private void requireRecorded(int chunks) {
    List<StoredObject> objects = objects();
    assertThat(objects).hasSize(chunks);
    for (StoredObject object : objects) {
      assertThat(Optional.ofNullable(object.versionId()))
          .isPresent()
          .isEqualTo(store.id(RANKER.prefix().key(object.key())));
    }
  }

  private List<StoredObject> objects() {
    return objects(stored);
  }

  private static List<StoredObject> objects(Stored stored) {
    return stored.index().readable().flatMap(CheckpointRow::objects).toList();
  }

  private static Checkpoint save(CheckpointManager manager, long step) {
    return manager.save(Progress.at(step), state(step));
  }

  private static State state(long seed) {
    return State.of("large", Codecs.doubles(), new Random(seed).doubles(LARGE).toArray());
  }

  private static CheckpointManager open(ObjectStore store) {
    return CheckpointManager.builder()
        .store(store)
        .process(RANKER)
        .keep(Keep.all())
        .pageLimits(new PageLimits(3000, 2, 3000, 3, 2, 2))
        .open();
  }
}
