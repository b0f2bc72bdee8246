package dev.cairn.hostile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.memory.MemoryStore;
import java.util.SplittableRandom;

/** Entries of the log: of any bytes, and of any manifest under the digest that belongs to it. */
final class HostileEntries implements Source {
  private final Example example;
  private final ObjectKey key;
  private final ObjectNode manifest;
  private final byte[] payload;

  HostileEntries(Example example) {
    this.example = example;
    this.key = example.newest();
    this.manifest = example.manifest(key);
    this.payload = example.payload(key);
  }

  @Override
  public void feed(SplittableRandom random, Answers answers) {
    byte[] entry =
        switch (random.nextInt(8)) {
          case 0 -> Bytes.near(example.bytes(key), random);
          case 1 ->
              Example.entry(
                  1, Trees.near(manifest, random), Bytes.noise(random, random.nextInt(64)));
          case 2 -> Example.entry(random.nextInt(4), Trees.near(manifest, random), payload);
          default -> Example.entry(1, Trees.near(manifest, random), payload);
        };
    MemoryStore store = example.copy();
    Example.put(store, key, entry);
    Everything.ask(store, random, answers);
  }
}
