package dev.cairn.hostile;

import static dev.cairn.hostile.Example.RANKER;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.Zstd;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Pages of the index, under the digest that the log lists of them or not. */
final class HostilePages implements Source {
  private final Example example;
  private final ObjectNode manifest;
  private final byte[] payload;
  private final ObjectKey key;
  private final String[] rows;

  HostilePages(Example example) {
    this.example = example;
    this.manifest = example.manifest(example.newest());
    this.payload = example.payload(example.newest());
    JsonNode page = manifest.at("/pages/0");
    this.key = new ObjectKey(RANKER.prefix().value() + page.path("object").textValue());
    byte[] raw = Zstd.decompress(example.bytes(key), page.path("bytes").intValue());
    this.rows = new String(raw, StandardCharsets.UTF_8).lines().toArray(String[]::new);
  }

  @Override
  public void feed(SplittableRandom random, Answers answers) throws IOException {
    MemoryStore store = example.copy();
    if (random.nextInt(4) == 0) {
      Example.put(store, key, Bytes.near(example.bytes(key), random));
    } else {
      String[] changed = rows.clone();
      int row = random.nextInt(changed.length);
      changed[row] = Trees.near(Trees.JSON.readTree(changed[row]), random);
      byte[] raw = Bytes.utf8(String.join("\n", changed) + "\n");
      ObjectNode index = manifest.deepCopy();
      ((ObjectNode) index.at("/pages/0"))
          .put("sha256", Bytes.sha256(raw))
          .put("bytes", random.nextInt(8) == 0 ? random.nextInt() : raw.length);
      Example.put(store, key, random.nextInt(8) == 0 ? Bytes.frame() : Zstd.compress(raw));
      Example.put(store, example.newest(), Example.entry(1, Trees.text(index), payload));
    }
    Everything.ask(store, random, answers);
  }
}
