package dev.cairn.hostile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.CheckpointManager;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.State;
import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A process that has all that a process can have: pages, chunks, tags, pins, retired rows, runs.
 */
final class Example {
  static final ProcessId RANKER = ProcessId.training("ranker");
  static final long UNITS = 20;

  private final Map<ObjectKey, byte[]> objects = new TreeMap<>();
  private final KeyPrefix run;

  /** One that is small, and has no pages. */
  static Example small() {
    return new Example(4, 1);
  }

  /** One whose index has a page, since its rows are many and long. */
  static Example withPages() {
    return new Example(20, 60);
  }

  private Example(int checkpoints, int metrics) {
    MemoryStore store = new MemoryStore();
    try (CheckpointManager manager =
        CheckpointManager.builder()
            .store(store)
            .process(RANKER)
            .keep(Keep.last(checkpoints - 2))
            .grace(Duration.ofHours(1))
            .clock(() -> Instant.EPOCH)
            .open()) {
      for (int step = 1; step <= checkpoints; step++) {
        manager.save(progress(step, metrics), state(step));
      }
      RegisteredRun registered =
          manager.register(
              RunDefinition.builder().codeVersion("1").parameter("a", "b").units(UNITS).build(),
              OnMismatch.FAIL);
      run = registered.prefix();
      for (int unit = 0; unit < UNITS; unit += 4) {
        new RunParts(store, run, UNITS)
            .write(
                new UnitInterval(unit, unit + 3),
                "a",
                List.of(new byte[unit], new byte[200], new byte[] {1}, new byte[0]));
      }
      manager.complete(registered, Progress.at(99), state(99));
      manager.tag("best", "latest", Optional.of(Instant.EPOCH.plus(Duration.ofDays(100_000))));
      manager.pin("latest");
    }
    for (ObjectInfo info : store.list(ListRequest.objects(KeyPrefix.ROOT)).objects()) {
      objects.put(info.key(), store.get(info.key()).orElseThrow());
    }
  }

  /** A store of its own with all objects. */
  MemoryStore copy() {
    MemoryStore store = new MemoryStore();
    objects.forEach((key, bytes) -> put(store, key, bytes));
    return store;
  }

  static void put(ObjectStore store, ObjectKey key, byte[] bytes) {
    store.put(key, ByteBuffer.wrap(bytes), WriteCondition.ALWAYS);
  }

  /** Where the parts of the run are. */
  KeyPrefix run() {
    return run;
  }

  byte[] bytes(ObjectKey key) {
    byte[] bytes = objects.get(key);
    if (bytes == null) {
      throw new AssertionError("no object " + key);
    }
    return bytes;
  }

  /** The keys below a folder of the process, in order. */
  List<ObjectKey> keys(String folder) {
    String prefix = RANKER.prefix().folder(folder).value();
    return objects.keySet().stream().filter(key -> key.value().startsWith(prefix)).toList();
  }

  /** The key of the newest entry. */
  ObjectKey newest() {
    return keys("log").get(0);
  }

  /** The manifest of an entry. */
  ObjectNode manifest(ObjectKey entry) {
    byte[] bytes = bytes(entry);
    int line = new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
    try {
      return (ObjectNode) Trees.JSON.readTree(bytes, line, sizes(bytes)[0]);
    } catch (IOException e) {
      throw new AssertionError("the writer wrote no JSON", e);
    }
  }

  /** What follows the manifest of an entry. */
  byte[] payload(ObjectKey entry) {
    byte[] bytes = bytes(entry);
    return Arrays.copyOfRange(bytes, bytes.length - sizes(bytes)[1], bytes.length);
  }

  /** An entry with any manifest, and the digest that belongs to it. */
  static byte[] entry(int format, String manifest, byte[] payload) {
    byte[] json = Bytes.utf8(manifest + "\n");
    String start = "CAIRN-ENTRY %d %d %d".formatted(format, json.length, payload.length);
    String digest = Bytes.sha256(Bytes.utf8(start), json, payload);
    return Bytes.joined(Bytes.utf8(start + " " + digest + "\n"), json, payload);
  }

  private static int[] sizes(byte[] entry) {
    String[] words = new String(entry, 0, 160, StandardCharsets.ISO_8859_1).split(" ", 5);
    return new int[] {Integer.parseInt(words[2]), Integer.parseInt(words[3])};
  }

  private static Progress progress(int step, int metrics) {
    Progress progress = Progress.at(step).of(100).because("step " + step);
    for (int i = 0; i < metrics; i++) {
      progress = progress.metric("a metric with a name of some length " + i, step / (i + 1.0));
    }
    return progress;
  }

  private static State state(int step) {
    byte[] noise = new byte[20_000];
    new Random(step).nextBytes(noise);
    return State.of("noise", Codecs.bytes(), noise)
        .and("weights", Codecs.doubles(), new double[5_000])
        .and("matrix", Codecs.intMatrix(), new int[][] {{step, 2}, {3, 4}})
        .and("note", Codecs.utf8(), "step " + step)
        .and("name", Codecs.json(String.class), "json")
        .and("map", Codecs.cbor(String.class), "cbor");
  }
}
