package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That the format page is enough to read what Cairn writes: a reader in another language, which was
 * written from that page, reads it.
 */
final class FormatReaderTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final Path READER = Path.of("..", "docs", "cairn_reader.py").toAbsolutePath();

  private static Python python;

  @TempDir Path folder;

  /** What a checkpoint must give back. */
  private record Saved(long version, Map<String, byte[]> items) {
    String name() {
      return "v" + version;
    }
  }

  @BeforeAll
  static void preparePython() throws Exception {
    python = Python.prepare();
  }

  @Test
  void reader_everyCompressionAndPlace_restoresEveryByte() throws Exception {
    List<Saved> saved = new ArrayList<>();
    for (Compression compression : Compression.values()) {
      saved.add(save(compression, saved.size()));
    }
    assertThat(compressions()).containsExactlyInAnyOrder("none", "gzip", "zstd");
    for (Saved each : saved) {
      Path target = folder.resolve(each.name());
      Python.Outcome outcome = read(each.name(), target);
      assertThat(outcome.lines()).hasSize(4).startsWith(each.name() + " small bytes 1000");
      assertThat(outcome.exitCode()).isZero();
      requireSame(target, each.items());
    }
    assertThat(read("latest", folder.resolve("latest")).exitCode()).isZero();
    requireSame(folder.resolve("latest"), saved.get(saved.size() - 1).items());
  }

  @Test
  void reader_afterClaimsEditsAndMarks_findsTheNewestCheckpoint() throws Exception {
    long version;
    try (CheckpointManager manager = open(Compression.ZSTD)) {
      manager.save(Progress.at(1), State.of("small", Codecs.utf8(), "first"));
      version = manager.save(Progress.at(2), State.of("small", Codecs.utf8(), "second")).version();
      manager.tag("golden", version, Optional.empty());
    }
    open(Compression.ZSTD).close();
    assertThat(read("latest", folder.resolve("out")).lines())
        .containsExactly("v" + version + " small utf8 6");
    assertThat(folder.resolve("out").resolve("small")).hasContent("second");
  }

  @Test
  void reader_checkpointInAPage_restoresIt() throws Exception {
    try (CheckpointManager manager = open(Compression.ZSTD)) {
      for (int step = 2; step <= 400; step++) {
        manager.save(Progress.at(step), State.of("small", Codecs.utf8(), "step " + step));
      }
      manager.delete(20);
    }
    try (ObjectStore store = ObjectStores.open(root().toString())) {
      assertThat(new Stored(store, RANKER).keys("data")).as("pages").isNotEmpty();
    }
    assertThat(read("v7", folder.resolve("out")).exitCode()).isZero();
    assertThat(folder.resolve("out").resolve("small")).hasContent("step 7");
    requireOneLine(read("v20", folder.resolve("out")), "no checkpoint v20");
    assertThat(read("latest", folder.resolve("out")).exitCode()).isZero();
    assertThat(folder.resolve("out").resolve("small")).hasContent("step 400");
  }

  @Test
  void reader_oneByteDamaged_endsWithOneLine() throws Exception {
    List<Saved> saved = new ArrayList<>();
    for (Compression compression : Compression.values()) {
      saved.add(save(compression, saved.size()));
    }
    Map<ObjectKey, String> objects = new LinkedHashMap<>();
    try (ObjectStore store = ObjectStores.open(root().toString())) {
      Stored stored = new Stored(store, RANKER);
      for (Saved each : saved) {
        objects.put(stored.entry(each.version()), each.name());
        stored.chunks(each.version()).forEach(chunk -> objects.put(chunk, each.name()));
      }
    }
    assertThat(objects).hasSizeGreaterThan(9);
    Random random = new Random(7);
    for (Map.Entry<ObjectKey, String> each : objects.entrySet()) {
      ObjectKey object = each.getKey();
      Path file = root().resolve(object.value());
      byte[] whole = Files.readAllBytes(file);
      byte[] damaged = whole.clone();
      // The first bytes of a gzip member tell a time, which may be any.
      int position = 20 + random.nextInt(whole.length - 20);
      damaged[position] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      Python.Outcome outcome = read(each.getValue(), folder.resolve("damaged"));
      assertThat(outcome.exitCode()).as("%s at %d", object, position).isEqualTo(1);
      requireOneLine(outcome, "training/ranker is damaged");
      if (object.value().contains("/data/")) {
        Files.delete(file);
        requireOneLine(read(each.getValue(), folder.resolve("damaged")), "is missing");
      }
      Files.write(file, whole);
    }
  }

  private static void requireOneLine(Python.Outcome outcome, String text) {
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.lines().get(outcome.lines().size() - 1)).contains(text);
    assertThat(outcome.lines()).noneMatch(line -> line.contains("Traceback"));
  }

  private static void requireSame(Path target, Map<String, byte[]> items) throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      assertThat(files).hasSize(items.size());
    }
    for (Map.Entry<String, byte[]> item : items.entrySet()) {
      assertThat(Files.readAllBytes(target.resolve(item.getKey())))
          .as(item.getKey())
          .isEqualTo(item.getValue());
    }
  }

  private Python.Outcome read(String version, Path target) throws Exception {
    return python.run(READER, root(), RANKER, version, target);
  }

  /** Items in the entry, of several chunks, that get smaller and that do not, and of no bytes. */
  private Saved save(Compression compression, int seed) {
    Map<String, byte[]> items = new TreeMap<>();
    items.put("small", random(seed, 1000));
    items.put("text", text(10_000_000, seed));
    items.put("weights", random(seed, 20_000_000));
    items.put("zero", new byte[0]);
    State state = State.empty();
    for (Map.Entry<String, byte[]> item : items.entrySet()) {
      state = state.and(item.getKey(), Codecs.bytes(), item.getValue());
    }
    try (CheckpointManager manager = open(compression)) {
      return new Saved(
          manager.save(Progress.at(seed).metric("loss", Double.NaN), state).version(), items);
    }
  }

  private List<String> compressions() {
    try (ObjectStore store = ObjectStores.open(root().toString())) {
      return new Stored(store, RANKER)
          .index().live().stream()
              .flatMap(row -> row.objects())
              .map(object -> object.compression().name().toLowerCase(java.util.Locale.ROOT))
              .distinct()
              .toList();
    }
  }

  private CheckpointManager open(Compression compression) {
    return CheckpointManager.builder()
        .store(root().toString())
        .process(RANKER)
        .keep(Keep.all())
        .compression(compression)
        .open();
  }

  private Path root() {
    return folder.resolve("store");
  }

  private static byte[] random(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] text(int size, int seed) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) ("abcdefgh".charAt((i + seed) % 8) + i / 100_000 % 16);
    }
    return bytes;
  }
}
