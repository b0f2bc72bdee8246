package dev.cairn.internal.log;

import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One store, seen by the writer under test through {@link #faulty}, and by everybody else directly.
 */
final class LogFixture {
  final MemoryStore memory = new MemoryStore();
  final CountingStore counting = new CountingStore(memory);
  final FaultyStore faulty = new FaultyStore(counting);
  private final LogReader reader = new LogReader(memory, Contexts.PROCESS);
  private RequestCounts counted = RequestCounts.NONE;

  /** The context of the writer under test. */
  CommitLog.Context mine() {
    return Contexts.of(faulty, "mine");
  }

  /** The context of somebody else. */
  CommitLog.Context other() {
    return Contexts.of(memory, "other");
  }

  /** The log, opened by the writer under test. */
  CommitLog open() {
    return CommitLog.open(mine());
  }

  /** The marks in the newest entry, as anybody reads it. */
  List<String> marks() {
    return Marks.in(newest().index());
  }

  LogView newest() {
    return reader.view();
  }

  Entry entry(long version) {
    return reader.at(version).orElseThrow();
  }

  ObjectKey key(long version) {
    return reader.key(version);
  }

  /** Deletes the entry of a version, as truncation does. */
  void truncate(long version) {
    memory.delete(List.of(key(version)));
  }

  byte[] bytes(long version) {
    return memory.get(key(version)).orElseThrow();
  }

  void overwrite(long version, byte[] bytes) {
    memory.put(key(version), ByteBuffer.wrap(bytes), WriteCondition.ALWAYS);
  }

  /** Flips a bit at the end of an entry. */
  void damage(long version) {
    byte[] bytes = bytes(version);
    bytes[bytes.length - 2] ^= 1;
    overwrite(version, bytes);
  }

  /** Puts an object of this name into the folder of the log. */
  void foreign(String name) {
    memory.put(
        logFolder().key(name),
        ByteBuffer.wrap("foreign".getBytes(StandardCharsets.UTF_8)),
        WriteCondition.ALWAYS);
  }

  List<String> names() {
    return memory.list(ListRequest.objects(logFolder())).objects().stream()
        .map(ObjectInfo::key)
        .map(ObjectKey::name)
        .toList();
  }

  /** The requests of the writer under test since this was asked last. */
  RequestCounts requests() {
    RequestCounts now = counting.counts();
    RequestCounts since = now.minus(counted);
    counted = now;
    return since;
  }

  private static KeyPrefix logFolder() {
    return Contexts.PROCESS.prefix().folder("log");
  }
}
