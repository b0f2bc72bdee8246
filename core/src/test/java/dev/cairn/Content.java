package dev.cairn;

import dev.cairn.internal.log.Sha256;
import dev.cairn.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that a process keeps, without its versions: what two stores have in common when one is a copy
 * of the other.
 *
 * @param checkpoints oldest first
 * @param pins the places of those that are pinned
 * @param tags the places of those that have a tag
 */
record Content(List<Facts> checkpoints, List<Integer> pins, Map<String, Integer> tags) {
  /** One checkpoint; the digests are of what was read back. */
  record Facts(Progress progress, Instant time, List<Checkpoint.Item> items, List<String> sha256) {}

  static Content of(ObjectStore store, ProcessId process) {
    try (CheckpointReader reader = CheckpointReader.open(store, process)) {
      List<Checkpoint> list = reader.list();
      List<Long> versions = list.stream().map(Checkpoint::version).toList();
      List<Facts> facts = new ArrayList<>();
      for (Checkpoint each : list) {
        Restored restored = reader.restore(each.version());
        facts.add(
            new Facts(
                each.progress(),
                each.time(),
                each.items(),
                each.items().stream().map(item -> sha256(restored.bytes(item.name()))).toList()));
      }
      Map<String, Integer> tags = new TreeMap<>();
      reader.tags().forEach((name, version) -> tags.put(name, versions.indexOf(version)));
      return new Content(facts, reader.pins().stream().map(versions::indexOf).toList(), tags);
    }
  }

  private static String sha256(InputStream bytes) {
    try (bytes) {
      return Sha256.of(ByteBuffer.wrap(bytes.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
