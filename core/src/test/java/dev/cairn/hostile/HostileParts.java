package dev.cairn.hostile;

import static dev.cairn.hostile.Example.UNITS;

import dev.cairn.run.PartListing;
import dev.cairn.run.PartName;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/** Parts of a run, of any bytes and under any name, with the digest that belongs to them or not. */
final class HostileParts implements Source {
  private final Example example;
  private final List<ObjectKey> keys;

  HostileParts(Example example) {
    this.example = example;
    this.keys =
        example.keys("runs").stream()
            .filter(key -> PartName.parse(key.name()).isPresent())
            .toList();
  }

  @Override
  public void feed(SplittableRandom random, Answers answers) {
    MemoryStore store = new MemoryStore();
    RunParts parts = new RunParts(store, example.run(), UNITS);
    ObjectKey key = keys.get(random.nextInt(keys.size()));
    switch (random.nextInt(3)) {
      case 0 -> Example.put(store, key, Bytes.near(example.bytes(key), random));
      case 1 -> {
        String name = Texts.near(key.name(), random);
        answers.of(() -> Example.put(store, example.run().key(name), example.bytes(key)));
        answers.of(() -> PartName.parse(name));
      }
      default -> signed(store, random);
    }
    answers.of(
        () -> {
          PartListing listing = parts.list();
          listing.parts().forEach(part -> answers.of(() -> parts.read(part)));
        });
  }

  /** A part of any lengths and sizes whose name has the right digest. */
  private void signed(MemoryStore store, SplittableRandom random) {
    long first = random.nextLong(UNITS);
    var units = new UnitInterval(first, first + random.nextLong(UNITS - first));
    ByteBuffer body = ByteBuffer.allocate(4 * random.nextInt(1, 12));
    while (body.hasRemaining()) {
      body.putInt(random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(5));
    }
    String line =
        "CAIRN-PART %d %d %d none %d\n"
            .formatted(
                random.nextInt(8) == 0 ? 2 : 1,
                units.first(),
                units.last(),
                random.nextInt(8) == 0 ? random.nextInt() : body.capacity());
    String sha256 = Bytes.sha256(Bytes.utf8(line), body.array());
    boolean bomb = random.nextInt(8) == 0;
    byte[] stored =
        Bytes.joined(
            Bytes.utf8(bomb ? line.replace("none", "zstd") : line),
            bomb ? Bytes.frame() : body.array());
    Example.put(store, example.run().key(new PartName(units, "h", sha256).format()), stored);
  }
}
