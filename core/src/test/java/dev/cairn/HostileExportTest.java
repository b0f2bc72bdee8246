package dev.cairn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.CheckpointTransfer.OnExisting;
import dev.cairn.codec.Codecs;
import dev.cairn.internal.archive.TarReader;
import dev.cairn.internal.archive.TarWriter;
import dev.cairn.internal.log.Sha256;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.memory.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are damaged, or that somebody made up: refused in one line, with nothing written. */
final class HostileExportTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TYPE_AT = 156;
  private static final int SIZE_AT = 124;

  @TempDir Path folder;
  private final MemoryStore source = new MemoryStore();
  private Path file;
  private byte[] good;
  private Content content;

  /** Its fields are set before each test. */
  @SuppressWarnings("NullAway.Init")
  HostileExportTest() {}

  @BeforeEach
  void export() throws IOException {
    try (CheckpointManager manager =
        CheckpointManager.builder()
            .store(source)
            .process(RANKER)
            .clock(() -> Instant.EPOCH)
            .open()) {
      manager.save(Progress.at(1).metric("loss", 0.5), state("one"));
      RegisteredRun run =
          manager.register(
              RunDefinition.builder().codeVersion("1").units(9).build(), OnMismatch.FAIL);
      for (int unit = 0; unit < 2; unit++) {
        new RunParts(source, run.prefix(), 9)
            .write(new UnitInterval(unit, unit), "a", List.of(new byte[] {7}));
      }
      manager.complete(run, Progress.at(2), state("two"));
      manager.tag("good", manager.list().get(0).version(), Optional.empty());
    }
    file = folder.resolve("all.tar");
    try (CheckpointReader reader = CheckpointReader.open(source, RANKER);
        CheckpointTransfer transfer = CheckpointTransfer.all(reader)) {
      transfer.exportTo(file, OnExisting.REPLACE);
    }
    good = Files.readAllBytes(file);
    content = Content.of(source, RANKER);
  }

  @Test
  void forge_changingNothing_isImported() throws IOException {
    forge(index -> {}, files -> {});
    assertThat(importAll()).isEqualTo(content);
    assertThat(Files.readAllBytes(file)).isEqualTo(good);
  }

  @Test
  void truncated_anywhere_isRefused() throws IOException {
    Random random = new Random(3);
    for (int length = 0; length < good.length; length += 1 + random.nextInt(200)) {
      Files.write(file, Arrays.copyOf(good, length));
      requireRefused("the first " + length + " bytes");
    }
    Files.write(file, Arrays.copyOf(good, good.length + 512));
    requireRefused("more than all");
  }

  @Test
  void flippedBits_areRefusedOrHarmless() throws IOException {
    int refused = 0;
    for (int seed = 0; seed < 1500; seed++) {
      Random random = new Random(seed);
      byte[] bytes = good.clone();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bytes);
      MemoryStore target = new MemoryStore();
      try (CheckpointTransfer transfer = CheckpointTransfer.file(file)) {
        transfer.copyTo(target, RANKER);
        assertThat(Content.of(target, RANKER)).as("seed %d", seed).isEqualTo(content);
      } catch (DamagedExportException e) {
        assertThat(e.getMessage()).as("seed %d", seed).hasLineCount(1);
        refused++;
      }
    }
    System.out.println("HostileExportTest: %d of 1500 flipped bits refused".formatted(refused));
    assertThat(refused).isGreaterThan(500);
  }

  static Stream<Arguments> indexes() {
    return Stream.of(
        index("another property", index -> index.put("more", 1)),
        index("no checkpoints", index -> index.remove("checkpoints")),
        index("null", index -> index.putNull("runs")),
        index("process", index -> index.put("process", "../ranker")),
        index("process of two lines", index -> index.put("process", "a/b\nc")),
        index("no version", index -> checkpoint(index, 0).put("version", 0)),
        index("huge version", index -> checkpoint(index, 1).put("version", Long.MAX_VALUE)),
        index("same version", index -> checkpoint(index, 1).put("version", 2)),
        index("negative step", index -> checkpoint(index, 0).put("step", -1)),
        index("step of a fraction", index -> checkpoint(index, 0).put("step", 1.5)),
        index("step as a text", index -> checkpoint(index, 0).put("step", "1")),
        index("status", index -> checkpoint(index, 0).put("status", "DONE")),
        index("status by number", index -> checkpoint(index, 0).put("status", 0)),
        index("time", index -> checkpoint(index, 0).put("time", "yesterday")),
        index("metric", index -> checkpoint(index, 0).withObject("/metrics").put("\n", 1)),
        index("many metrics", HostileExportTest::addMetrics),
        index("tag", index -> checkpoint(index, 0).withObject("/tags").putObject("v7")),
        index("tag twice", index -> checkpoint(index, 1).withObject("/tags").putObject("good")),
        index("same name", index -> item(index, 1).put("name", "small")),
        index("name", index -> item(index, 0).put("name", "..").put("path", "v2/..")),
        index("path", index -> item(index, 0).put("path", "/etc/passwd")),
        index("path up", index -> item(index, 0).put("path", "v2/../small")),
        index("codec", index -> item(index, 0).put("codec", "")),
        index("negative size", index -> item(index, 0).put("bytes", -1)),
        index("huge size", index -> item(index, 0).put("bytes", Long.MAX_VALUE)),
        index("other size", index -> item(index, 0).put("bytes", 4)),
        index("other digest", index -> item(index, 0).put("sha256", "0".repeat(64))),
        index("no digest", index -> item(index, 0).put("sha256", "x")),
        index("item too many", HostileExportTest::addItem),
        index("item too few", index -> ((ArrayNode) index.at("/checkpoints/0/items")).remove(1)),
        index("fingerprint", index -> run(index).put("fingerprint", "0".repeat(64))),
        index("field of a run", index -> run(index).withObject("/definition").put("color", "red")),
        index("units", index -> run(index).withObject("/definition").put("units", "many")),
        index("parts too many", index -> run(index).put("parts", 3)),
        index("parts too few", index -> run(index).put("parts", 1)),
        index("negative parts", index -> run(index).put("parts", -1)),
        index("huge parts", index -> run(index).put("parts", Integer.MAX_VALUE)),
        index("closed by nobody", index -> run(index).put("completedBy", 999)),
        index("closed too early", index -> run(index).put("completedBy", 2)),
        index("run of a checkpoint", index -> run(index).put("version", 2)),
        index("nesting", index -> index.set("runs", nested(900))),
        index("length", index -> index.put("process", "x".repeat(17 << 20))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("indexes")
  void index_thatNoExportHas_isRefused(String what, Consumer<ObjectNode> change)
      throws IOException {
    forge(change, files -> {});
    requireRefused(what);
  }

  static Stream<Arguments> files() {
    return Stream.of(
        files("one too many", files -> files.put("extra", new byte[1])),
        files("one too few", files -> files.remove("v2/large")),
        files("order", HostileExportTest::reverse),
        files("name", files -> rename(files, "v2/small", "../small")),
        files("absolute", files -> rename(files, "v2/small", "/small")),
        files("folder", files -> rename(files, "v2/small", "v2/small/")),
        files("other bytes", files -> files.put("v2/small", "on2".getBytes(UTF_8))),
        files("nothing but the index", files -> files.keySet().removeIf(HostileExportTest::isItem)),
        files("no index", files -> files.remove("checkpoints.json")),
        files("index of nothing", files -> files.put("checkpoints.json", new byte[0])),
        files("no JSON", files -> files.put("checkpoints.json", "{".getBytes(UTF_8))),
        files("other JSON", files -> files.put("checkpoints.json", "[1]".getBytes(UTF_8))),
        files("null", files -> files.put("checkpoints.json", "null".getBytes(UTF_8))),
        files(
            "two roots",
            files ->
                files.merge(
                    "checkpoints.json", "{}".getBytes(UTF_8), HostileExportTest::concatenated)),
        files("other sums", files -> files.put("SHA256SUMS", new byte[0])));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void files_thatNoExportHas_areRefused(String what, Consumer<Map<String, byte[]>> change)
      throws IOException {
    forge(index -> {}, change);
    requireRefused(what);
  }

  @Test
  void damagedPart_isRefused() throws IOException {
    forge(
        index -> {},
        files ->
            files.replaceAll(
                (path, bytes) ->
                    path.startsWith("runs/") ? Arrays.copyOf(bytes, bytes.length - 1) : bytes));
    requireRefused("part");
  }

  @Test
  void links_foldersAndDevices_areRefused() throws IOException {
    int second = secondHeader();
    for (char type : "123456789LKxgVMS\0".toCharArray()) {
      byte[] bytes = good.clone();
      bytes[second + TYPE_AT] = (byte) type;
      sign(bytes, second);
      Files.write(file, bytes);
      requireRefused("type " + type);
    }
  }

  @Test
  void sizeInTheHeader_thatLies_isRefused() throws IOException {
    int second = secondHeader();
    for (String size :
        List.of(
            "77777777777\0",
            "00000000000\0",
            "00000000004\0",
            "-0000000001\0",
            "           \0",
            "\u0080\0\0\0\u007f\0\0\0\0\0\0\0",
            "9999999999a\0")) {
      byte[] bytes = good.clone();
      for (int i = 0; i < size.length(); i++) {
        bytes[second + SIZE_AT + i] = (byte) size.charAt(i);
      }
      sign(bytes, second);
      Files.write(file, bytes);
      requireRefused("size " + size);
    }
  }

  @Test
  void anotherFormat_isNamed() throws IOException {
    forge(index -> index.put("format", 2).put("new", true), files -> {});
    assertThatThrownBy(() -> CheckpointTransfer.file(file))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("The export all.tar has format 2");
  }

  @Test
  void fileChangedBetweenTheLookAndTheImport_isFoundOut() throws IOException {
    MemoryStore target = new MemoryStore();
    try (CheckpointTransfer transfer = CheckpointTransfer.file(file)) {
      byte[] bytes = good.clone();
      int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("note two");
      assertThat(at).isPositive();
      bytes[at] ^= 1;
      try (FileChannel channel = FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(bytes), 0);
      }
      assertThatThrownBy(() -> transfer.copyTo(target, RANKER))
          .isInstanceOf(DamagedExportException.class);
    }
    // The checkpoint before it is whole, and there.
    assertThat(Content.of(target, RANKER).checkpoints())
        .containsExactly(content.checkpoints().get(0));
  }

  private void requireRefused(String what) {
    MemoryStore target = new MemoryStore();
    assertThatThrownBy(
            () -> {
              try (CheckpointTransfer transfer = CheckpointTransfer.file(file)) {
                transfer.copyTo(target, RANKER);
              }
            })
        .as(what)
        .isInstanceOf(DamagedExportException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1).hasSizeLessThan(1000));
    assertThat(target.list(ListRequest.objects(KeyPrefix.ROOT)).objects()).as(what).isEmpty();
  }

  private Content importAll() {
    MemoryStore target = new MemoryStore();
    try (CheckpointTransfer transfer = CheckpointTransfer.file(file)) {
      transfer.copyTo(target, RANKER);
    }
    return Content.of(target, RANKER);
  }

  /** Writes the export anew with other content, and sums that are right for it. */
  private void forge(Consumer<ObjectNode> index, Consumer<Map<String, byte[]>> files)
      throws IOException {
    Files.write(file, good);
    Map<String, byte[]> members = members();
    byte[] before = members.get("checkpoints.json");
    ObjectNode json = (ObjectNode) JSON.readTree(before);
    index.accept(json);
    if (!json.equals(JSON.readTree(before))) {
      members.put("checkpoints.json", JSON.writeValueAsBytes(json));
    }
    files.accept(members);
    if (java.util.Objects.requireNonNull(members.get("SHA256SUMS")).length > 0) {
      members.put("SHA256SUMS", sums(members));
    }
    var out = new ByteArrayOutputStream();
    TarWriter writer = new TarWriter(out);
    for (Map.Entry<String, byte[]> member : members.entrySet()) {
      writer.add(
          member.getKey(),
          member.getValue().length,
          Instant.EPOCH,
          to -> to.write(member.getValue()));
    }
    writer.end();
    Files.write(file, out.toByteArray());
  }

  private Map<String, byte[]> members() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    try (FileChannel channel = FileChannel.open(file)) {
      TarReader reader = new TarReader(channel);
      while (!members.containsKey("SHA256SUMS")) {
        TarReader.Member member = reader.next();
        members.put(member.path(), reader.content(member).readAllBytes());
      }
    }
    return members;
  }

  private static byte[] sums(Map<String, byte[]> members) {
    StringBuilder lines = new StringBuilder();
    members.forEach(
        (path, bytes) -> {
          if (!path.equals("SHA256SUMS")) {
            lines.append(Sha256.of(ByteBuffer.wrap(bytes))).append("  ").append(path).append('\n');
          }
        });
    return lines.toString().getBytes(UTF_8);
  }

  private int secondHeader() throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      TarReader reader = new TarReader(channel);
      reader.next();
      return (int) reader.next().offset() - 512;
    }
  }

  /** Puts the right checksum into a header. */
  private static void sign(byte[] bytes, int header) {
    int sum = 8 * ' ';
    for (int i = 0; i < 512; i++) {
      sum += i >= 148 && i < 156 ? 0 : bytes[header + i] & 0xff;
    }
    byte[] text = "%06o\0 ".formatted(sum).getBytes(UTF_8);
    System.arraycopy(text, 0, bytes, header + 148, text.length);
  }

  private static Arguments index(String what, Consumer<ObjectNode> change) {
    return Arguments.of(what, change);
  }

  private static Arguments files(String what, Consumer<Map<String, byte[]>> change) {
    return Arguments.of(what, change);
  }

  private static ObjectNode checkpoint(JsonNode index, int number) {
    return (ObjectNode) index.at("/checkpoints/" + number);
  }

  private static ObjectNode item(JsonNode index, int number) {
    return (ObjectNode) index.at("/checkpoints/0/items/" + number);
  }

  private static ObjectNode run(JsonNode index) {
    return (ObjectNode) index.at("/runs/0");
  }

  private static void addItem(ObjectNode index) {
    ArrayNode items = (ArrayNode) index.at("/checkpoints/0/items");
    items.add(items.get(0).deepCopy());
  }

  private static void addMetrics(ObjectNode index) {
    for (int i = 0; i < 200; i++) {
      checkpoint(index, 0).withObject("/metrics").put("m" + i, i);
    }
  }

  private static ArrayNode nested(int depth) {
    ArrayNode array = JSON.createArrayNode();
    ArrayNode inner = array;
    for (int i = 0; i < depth; i++) {
      inner = inner.addArray();
    }
    return array;
  }

  private static void reverse(Map<String, byte[]> files) {
    List<Map.Entry<String, byte[]>> entries = new ArrayList<>(files.entrySet());
    files.clear();
    files.put(entries.get(0).getKey(), entries.get(0).getValue());
    for (int i = entries.size() - 2; i > 0; i--) {
      files.put(entries.get(i).getKey(), entries.get(i).getValue());
    }
    files.put("SHA256SUMS", new byte[1]);
  }

  private static void rename(Map<String, byte[]> files, String from, String to) {
    List<Map.Entry<String, byte[]>> entries = new ArrayList<>(files.entrySet());
    files.clear();
    entries.forEach(
        entry -> files.put(entry.getKey().equals(from) ? to : entry.getKey(), entry.getValue()));
  }

  private static boolean isItem(String path) {
    return path.startsWith("v") || path.startsWith("runs/");
  }

  private static byte[] concatenated(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static State state(String text) {
    return State.of("small", Codecs.utf8(), "note " + text)
        .and("large", Codecs.longs(), new long[300]);
  }
}
