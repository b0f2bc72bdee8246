package dev.cairn.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.memory.MemoryStore;
import java.util.List;
import java.util.SplittableRandom;

/** Chunks of other bytes, and chunks of which the log lists something else. */
final class HostileChunks implements Source {
  private final Example example;
  private final ObjectNode manifest;
  private final byte[] payload;
  private final List<ObjectKey> chunks;

  HostileChunks(Example example) {
    this.example = example;
    this.manifest = example.manifest(example.newest());
    this.payload = example.payload(example.newest());
    this.chunks = example.keys("data");
  }

  @Override
  public void feed(SplittableRandom random, Answers answers) {
    MemoryStore store = example.copy();
    for (ObjectKey key : chunks) {
      if (random.nextInt(3) == 0) {
        Example.put(store, key, Bytes.near(example.bytes(key), random));
      }
    }
    ObjectNode changed = manifest.deepCopy();
    JsonNode items = changed.at("/live/" + (changed.path("live").size() - 1) + "/items");
    for (JsonNode item : items) {
      for (JsonNode chunk : item.path("chunks")) {
        if (random.nextInt(4) == 0) {
          change((ObjectNode) item, (ObjectNode) chunk, random);
        }
      }
    }
    Example.put(store, example.newest(), Example.entry(1, Trees.text(changed), payload));
    Everything.ask(store, random, answers);
  }

  private static void change(ObjectNode item, ObjectNode chunk, SplittableRandom random) {
    long size =
        switch (random.nextInt(4)) {
          case 0 -> Integer.MAX_VALUE;
          case 1 -> 1 << 26;
          case 2 -> random.nextInt(1 << 20);
          default -> chunk.path("bytes").longValue();
        };
    // The sum over the chunks has to be right, or the row is refused at once.
    long others = item.path("bytes").longValue() - chunk.path("bytes").longValue();
    item.put("bytes", others + size);
    chunk.put("bytes", size);
    if (chunk.path("object") instanceof ObjectNode object) {
      switch (random.nextInt(5)) {
        case 0 -> object.put("bytes", random.nextInt());
        case 1 -> object.put("key", Texts.any(random));
        case 2 -> object.put("compression", List.of("NONE", "GZIP", "ZSTD").get(random.nextInt(3)));
        case 3 -> object.put("versionId", Texts.any(random));
        default -> object.put("bytes", 1 << 26);
      }
    } else {
      chunk.put("inline", random.nextInt());
    }
  }
}
