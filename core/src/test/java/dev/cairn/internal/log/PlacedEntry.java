package dev.cairn.internal.log;

import dev.cairn.ProcessId;
import dev.cairn.Writer;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.WriteCondition;

/** An entry that is put into a log past the protocol, for a test to start from. */
public final class PlacedEntry {
  private PlacedEntry() {}

  /** Puts a commit without a payload. */
  public static void put(ObjectStore store, ProcessId process, long version, Manifest.Index index) {
    var manifest =
        new Manifest(
            process.toString(),
            version,
            EntryKind.COMMIT,
            1,
            WriteIds.random().get(),
            null,
            Marks.NOON,
            new Writer("host", 1, "test"),
            index.pages(),
            index.tail(),
            index.retiredPages(),
            index.retiredTail(),
            index.runs(),
            index.pins(),
            index.tags());
    store.put(
        new LogKeys(process).of(version),
        EntryFormat.encode(manifest, Entry.NO_PAYLOAD),
        WriteCondition.IF_ABSENT);
  }
}
