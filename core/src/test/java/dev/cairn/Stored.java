package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.ChunkRow.StoredObject;
import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.Pages;
import dev.cairn.internal.log.WholeIndex;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import java.util.List;
import java.util.stream.Stream;

/** What a store really holds of a process, past the manager. */
record Stored(ObjectStore store, ProcessId process) {
  /** The index of the newest whole entry. */
  WholeIndex index() {
    return new WholeIndex(stored(), new Pages(store, process, 1000));
  }

  /** The index as it stands in the newest whole entry. */
  Manifest.Index stored() {
    return new LogReader(store, process).view().index();
  }

  /** Where the entry of a version is. */
  ObjectKey entry(long version) {
    return new LogReader(store, process).key(version);
  }

  /** The objects that hold the chunks of a version, live or retired. */
  List<ObjectKey> chunks(long version) {
    return rows()
        .filter(row -> row.version() == version)
        .flatMap(CheckpointRow::objects)
        .map(this::key)
        .toList();
  }

  /** All objects below a folder of the process, such as {@code data}. */
  List<ObjectKey> keys(String folder) {
    KeyPrefix prefix = new KeyPrefix(process.prefix().value() + folder + "/");
    return store.list(ListRequest.objects(prefix)).objects().stream().map(ObjectInfo::key).toList();
  }

  /** Checks that every checkpoint that is kept can be restored and everything retired is there. */
  void requireNothingMissing() {
    try (CheckpointReader reader = CheckpointReader.open(store, process)) {
      index().live().forEach(row -> reader.restore(row.version()));
    }
    rows()
        .flatMap(CheckpointRow::objects)
        .forEach(object -> assertThat(store.head(key(object))).as(object.key()).isPresent());
    pages().forEach(page -> assertThat(store.head(page)).as(page.name()).isPresent());
  }

  /** The objects that hold pages of the index. */
  List<ObjectKey> pages() {
    return stored().allPages().map(page -> process.prefix().key(page.object())).toList();
  }

  private Stream<CheckpointRow> rows() {
    return index().readable();
  }

  private ObjectKey key(StoredObject object) {
    return process.prefix().key(object.key());
  }
}
