package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.CheckpointEditor;
import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointReader;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.State;
import dev.cairn.codec.Codecs;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import dev.cairn.store.WriteCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands do on every store. */
abstract class CommandsContract {
  private static final String PROCESS = "training/ranker";

  @TempDir Path folder;
  private String store = "";

  /** The URI of a new, empty store. */
  abstract String newStore();

  @BeforeEach
  void useNewStore() {
    store = newStore();
  }

  @Test
  void restore_afterSave_givesTheSameFiles() throws IOException {
    byte[] weights = random(1, 20_000_000);
    byte[] note = random(2, 100);
    CommandRun saved =
        save(
            "120",
            "--total",
            "1000",
            "--metric",
            "loss=0.31",
            "--metric",
            "best=NaN",
            "--item",
            "weights=" + file("w.bin", weights),
            "--item",
            "note=" + file("a=b", note),
            "--item",
            "nothing=" + file("empty", new byte[0]));
    assertThat(saved.exitCode()).as(saved.err()).isZero();
    assertThat(saved.out())
        .isEqualTo(
            "Saved v2 of training/ranker: step 120 of 1,000 (12 %), in progress, 3 items, 19.1 MiB\n");

    Path target = folder.resolve("new/folder");
    CommandRun restored = restore(target);
    assertThat(restored.exitCode()).as(restored.err()).isZero();
    assertThat(restored.out())
        .isEqualTo(
            "Restored v2 of training/ranker to %s: step 120 of 1,000 (12 %%), in progress, 3 items, 19.1 MiB\n"
                .formatted(target));
    assertThat(target.resolve("weights")).hasBinaryContent(weights);
    assertThat(target.resolve("note")).hasBinaryContent(note);
    assertThat(target.resolve("nothing")).isEmptyFile();
    assertThat(names(target)).containsExactly("note", "nothing", "weights");
    assertThat(saved.err() + restored.err()).isEmpty();
  }

  @Test
  void restore_ofAVersion_givesThatOne() throws IOException {
    save("1", "--item", "note=" + file("one", random(1, 10)));
    save("2", "--item", "note=" + file("two", random(2, 10)));
    for (String version : List.of("v2", "2")) {
      CommandRun restored = restore(folder.resolve("out"), "--version", version);
      assertThat(restored.exitCode()).as(restored.err()).isZero();
      assertThat(folder.resolve("out/note")).hasBinaryContent(random(1, 10));
    }
    restore(folder.resolve("out"), "--version", "latest");
    assertThat(folder.resolve("out/note")).hasBinaryContent(random(2, 10));
    try (ObjectStore opened = ObjectStores.open(store)) {
      CheckpointEditor.of(opened, ProcessId.parse(PROCESS)).tag("good", 2, Optional.empty());
    }
    restore(folder.resolve("out"), "--version", "good");
    assertThat(folder.resolve("out/note")).hasBinaryContent(random(1, 10));
  }

  @Test
  void restore_newestIsDamaged_givesTheOneBeforeAndSaysWhy() throws IOException {
    save("1", "--item", "weights=" + file("one", random(1, 100_000)));
    Stream<ObjectInfo> before = objects().stream();
    save("2", "--item", "weights=" + file("two", random(2, 100_000)));
    List<ObjectInfo> added = without(objects(), before.toList());
    damage(added.stream().filter(object -> object.key().value().contains("/data/")).toList());

    CommandRun restored = restore(folder.resolve("out"));
    assertThat(restored.exitCode()).as(restored.err()).isZero();
    assertThat(restored.out())
        .startsWith("Restored v2 of training/ranker")
        .contains("This is not the newest one. Passed over:\n  ")
        .contains("v4 of training/ranker");
    assertThat(folder.resolve("out/weights")).hasBinaryContent(random(1, 100_000));
    JsonNode json = restore(folder.resolve("out"), "--json").json();
    assertThat(json.at("/checkpoint/version").asLong()).isEqualTo(2);
    assertThat(json.at("/passedOver").size()).isEqualTo(1);
  }

  @Test
  void listAndStatus_ofAProgramThatWentBackPastDamage_sayTo() throws IOException {
    save("1", "--item", "weights=" + file("one", random(1, 100_000)));
    List<ObjectInfo> before = objects();
    save("2", "--item", "weights=" + file("two", random(2, 100_000)));
    damage(
        without(objects(), before).stream()
            .filter(object -> object.key().value().contains("/data/"))
            .toList());
    try (CheckpointManager manager =
        CheckpointManager.builder().store(store).process(ProcessId.parse(PROCESS)).open()) {
      assertThat(manager.restoreLatest()).isPresent();
      manager.save(Progress.at(2), State.empty());
    }
    assertThat(CommandRun.of("list", "--store", store, "--process", PROCESS).out().lines())
        .first()
        .asString()
        .startsWith("v6 ")
        .endsWith("restored from v2");
    assertThat(CommandRun.of("status", "--store", store, "--process", PROCESS).out())
        .contains("restored   from v2, past what is damaged:\n           v4 of training/ranker");
    JsonNode json = CommandRun.of("status", "--store", store, "--json").json();
    assertThat(json.at("/processes/0/latest/fallback/version").asLong()).isEqualTo(2);
    assertThat(json.at("/processes/0/latest/fallback/passedOver").size()).isEqualTo(1);
  }

  @Test
  void restore_everythingIsDamaged_failsAndTouchesNoFile() throws IOException {
    save("1", "--item", "weights=" + file("one", random(1, 100_000)));
    damage(objects().stream().filter(object -> object.key().value().contains("/data/")).toList());
    Path mine =
        Files.write(Files.createDirectory(folder.resolve("out")).resolve("weights"), random(9, 9));
    CommandRun restored = restore(folder.resolve("out"));
    assertThat(restored.exitCode()).isEqualTo(1);
    assertThat(restored.err())
        .startsWith("cairn: ")
        .contains("v2 of training/ranker")
        .hasLineCount(1);
    assertThat(restored.out()).isEmpty();
    assertThat(mine).hasBinaryContent(random(9, 9));
    assertThat(names(folder.resolve("out"))).containsExactly("weights");
  }

  @Test
  void list_damagedEntryOfOneProcess_showsTheOthersAndFails() throws IOException {
    save("1");
    damage(objects());
    CommandRun other =
        CommandRun.of("save", "--store", store, "--process", "training/other", "--step", "7");
    assertThat(other.exitCode()).as(other.err()).isZero();
    for (String command : List.of("list", "status")) {
      CommandRun run = CommandRun.of(command, "--store", store, "--json");
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).startsWith("cairn: ").contains(PROCESS).hasLineCount(1);
      assertThat(run.json().at("/processes/0/process").asText()).isEqualTo("training/other");
      assertThat(run.json().at("/processes/1/problem").asText()).contains(PROCESS);
    }
  }

  @Test
  void entryOfALaterFormat_isRefusedWithItsFormat() {
    save("1");
    for (ObjectInfo object : objects()) {
      rewrite(object, EntryOfFormat.two());
    }
    CommandRun run = restore(folder.resolve("out"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("cairn: ").contains("format 2").hasLineCount(1);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void list_showsProcessesAndCheckpoints() {
    assertThat(CommandRun.of("list", "--store", store).out())
        .startsWith("There are no processes in ");
    save("1", "--total", "2");
    save("2", "--total", "2", "--status", "completed", "--metric", "loss=0.25");
    assertThat(CommandRun.of("list", "--store", store).out())
        .isEqualTo("training/ranker   2 checkpoints   newest v4\n");
    CommandRun checkpoints = CommandRun.of("list", "--store", store, "--process", PROCESS);
    assertThat(checkpoints.out().lines())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .matches(
                        "v4   completed     step 2 of 2 \\(100 %\\)   \\d+ (s|min) ago   0 items   0 bytes   loss 0.25"),
            second ->
                assertThat(second)
                    .matches(
                        "v2   in progress   step 1 of 2 \\(50 %\\)    \\d+ (s|min) ago   0 items   0 bytes"));
  }

  @Test
  void status_saysWhereAProcessStands() {
    save("81240", "--total", "100000", "--metric", "sharpe=1.83");
    assertThat(CommandRun.of("status", "--store", store).out())
        .matches(
            "training/ranker   in progress   step 81,240 of 100,000 \\(81 %\\)   v2   \\d+ (s|min) ago   sharpe 1.83   writer \\S+\n");
    JsonNode row = CommandRun.of("status", "--store", store, "--json").json().at("/processes/0");
    assertThat(row.at("/process").asText()).isEqualTo(PROCESS);
    assertThat(row.at("/hasCheckpoint").asBoolean()).isTrue();
    assertThat(row.at("/epoch").asLong()).isEqualTo(1);
    assertThat(row.at("/writer/pid").asLong()).isEqualTo(ProcessHandle.current().pid());
    assertThat(row.at("/latest/step").asLong()).isEqualTo(81240);
    assertThat(row.at("/latest/percent").asDouble()).isEqualTo(81.24);
    assertThat(row.at("/latest/status").asText()).isEqualTo("in-progress");
    assertThat(row.at("/latest/metrics/sharpe").asDouble()).isEqualTo(1.83);
    assertThat(CommandRun.of("status", "--store", store, "--process", PROCESS).out())
        .contains("progress   step 81,240 of 100,000 (81 %)\n")
        .contains("kept       1 checkpoint\n");
  }

  @Test
  void savedItem_isReadByAProgramAsBytes() throws IOException {
    save("5", "--item", "note=" + file("note", random(3, 1000)));
    try (CheckpointReader reader = CheckpointReader.open(store, ProcessId.parse(PROCESS))) {
      assertThat(reader.restoreLatest().orElseThrow().item("note", Codecs.bytes()))
          .isEqualTo(random(3, 1000));
    }
  }

  @Test
  void gc_showsAndDeletesWhatADeadWriterLeft() throws IOException {
    save("1", "--item", "weights=" + file("w", random(1, 100_000)));
    ObjectKey orphan = leave("training/ranker/data/1/" + "0".repeat(64) + "-00");
    ObjectKey ofNobody = leave("training/nobody/data/1/" + "0".repeat(64) + "-00");
    assertThat(CommandRun.of("gc", "--store", store).out())
        .startsWith("There is nothing to delete in ");
    save("2");
    String[] dryRun = {"gc", "--store", store, "--process", PROCESS, "--dry-run"};
    String row =
        "training/ranker   1 chunk   7 bytes   epoch 1 is over and no checkpoint names it\n";
    assertThat(CommandRun.of(dryRun).out()).isEqualTo(row + "Would delete 1 object, 7 bytes\n");
    JsonNode json = CommandRun.of(with(dryRun, new String[] {"--json"})).json();
    assertThat(json.at("/dryRun").asBoolean()).isTrue();
    assertThat(json.at("/processes/0/process").asText()).isEqualTo(PROCESS);
    assertThat(json.at("/processes/0/version").asLong()).isEqualTo(4);
    assertThat(json.at("/processes/0/objects").asLong()).isEqualTo(1);
    assertThat(json.at("/processes/0/bytes").asLong()).isEqualTo(7);
    assertThat(json.at("/processes/0/left").isEmpty()).isTrue();
    assertThat(json.at("/processes/0/groups/0/kind").asText()).isEqualTo("data");
    assertThat(json.at("/processes/0/groups/0/reason").asText()).startsWith("epoch 1 is over");
    assertThat(keys()).contains(orphan, ofNobody);

    CommandRun collected = CommandRun.of("gc", "--store", store);
    assertThat(collected.exitCode()).as(collected.err()).isZero();
    assertThat(collected.out()).isEqualTo(row + "Deleted 1 object, 7 bytes\n");
    assertThat(collected.err()).isEmpty();
    assertThat(keys()).contains(ofNobody).doesNotContain(orphan);
    restore(folder.resolve("out"), "--version", "v2");
    assertThat(folder.resolve("out/weights")).hasBinaryContent(random(1, 100_000));
  }

  @Test
  void gc_ofAProcessThatIsNotThere_saysWhichThereAre() {
    save("1");
    CommandRun run = CommandRun.of("gc", "--store", store, "--process", "training/other");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("cairn: ").contains(PROCESS).hasLineCount(1);
  }

  @Test
  void gc_damagedEntryOfOneProcess_collectsTheOthersAndFails() {
    save("1");
    damage(objects());
    CommandRun other =
        CommandRun.of("save", "--store", store, "--process", "training/other", "--step", "7");
    assertThat(other.exitCode()).as(other.err()).isZero();
    CommandRun run = CommandRun.of("gc", "--store", store, "--json");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("cairn: ").contains(PROCESS).hasLineCount(1);
    assertThat(run.json().at("/processes/0/process").asText()).isEqualTo("training/other");
    assertThat(run.json().at("/processes/0/problem").isMissingNode()).isTrue();
    assertThat(run.json().at("/processes/1/problem").asText()).contains(PROCESS);
  }

  private ObjectKey leave(String key) {
    ObjectKey object = new ObjectKey(key);
    try (ObjectStore opened = ObjectStores.open(store)) {
      opened.put(object, ByteBuffer.allocate(7), WriteCondition.IF_ABSENT);
    }
    return object;
  }

  private List<ObjectKey> keys() {
    return objects().stream().map(ObjectInfo::key).toList();
  }

  @Test
  void copy_ofAProcess_andAgain() throws IOException {
    save("1", "--item", "weights=" + file("one", random(1, 100_000)));
    save("2", "--item", "weights=" + file("two", random(2, 100_000)), "--metric", "loss=NaN");
    String other = newStore();
    CommandRun copied = copy(other, "--to-process", "training/copy");
    assertThat(copied.exitCode()).as(copied.err()).isZero();
    assertThat(copied.out())
        .isEqualTo(
            "Copied 2 checkpoints of training/ranker to training/copy in %s\n".formatted(other));
    JsonNode again = copy(other, "--to-process", "training/copy", "--json").json();
    assertThat(again.at("/copied").size()).isZero();
    assertThat(again.at("/present/1/from").asLong()).isEqualTo(4);
    assertThat(again.at("/present/1/to").asLong()).isEqualTo(3);
    CommandRun restored =
        CommandRun.of(
            "restore",
            "--store",
            other,
            "--process",
            "training/copy",
            "--to",
            folder.resolve("out").toString());
    assertThat(restored.exitCode()).as(restored.err()).isZero();
    assertThat(folder.resolve("out/weights")).hasBinaryContent(random(2, 100_000));
    CommandRun one = copy(other, "--version", "v2");
    assertThat(one.out()).startsWith("Copied 1 checkpoint of training/ranker to training/ranker");
    CommandRun behind = copy(other);
    assertThat(behind.exitCode()).as(behind.toString()).isZero();
    assertThat(behind.out()).contains("1 was there already");
  }

  @Test
  void copy_damagedCheckpoint_copiesTheOthersAndFails() throws IOException {
    save("1", "--item", "weights=" + file("one", random(1, 100_000)));
    List<ObjectInfo> before = objects();
    save("2", "--item", "weights=" + file("two", random(2, 100_000)));
    List<ObjectInfo> added = without(objects(), before);
    save("3");
    damage(added.stream().filter(object -> object.key().value().contains("/data/")).toList());
    CommandRun copied = copy(newStore(), "--json");
    assertThat(copied.exitCode()).isEqualTo(1);
    assertThat(copied.err()).startsWith("cairn: 1 checkpoint of").contains("v4").hasLineCount(1);
    assertThat(copied.json().at("/copied").size()).isEqualTo(2);
    assertThat(copied.json().at("/skipped/0/version").asLong()).isEqualTo(4);
    CommandRun exported = export("part.tar", "--json");
    assertThat(exported.exitCode()).isEqualTo(1);
    assertThat(exported.json().at("/checkpoints").size()).isEqualTo(2);
    assertThat(exported.err()).hasLineCount(1);
    assertThat(copy(newStore(), "--version", "v4").exitCode()).isEqualTo(1);
    assertThat(copy(newStore(), "--version", "latest").exitCode()).isZero();
  }

  @Test
  void importedFile_isWhatWasExported() throws IOException {
    save("1", "--item", "weights=" + file("one", random(1, 100_000)));
    save("2", "--status", "completed", "--item", "note=" + file("two", random(2, 10)));
    CommandRun exported = export("all.tar");
    assertThat(exported.exitCode()).as(exported.err()).isZero();
    assertThat(exported.out())
        .startsWith("Exported 2 checkpoints of training/ranker to " + folder.resolve("all.tar"));
    CommandRun refused = export("all.tar");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("there is a file of that name").hasLineCount(1);
    assertThat(export("all.tar", "--replace", "--version", "v4").out())
        .startsWith("Exported 1 checkpoint of");
    assertThat(export("all.tar", "--replace", "--version", "all").exitCode()).isZero();
    String other = newStore();
    String file = folder.resolve("all.tar").toString();
    CommandRun imported = CommandRun.of("import", "--from", file, "--store", other);
    assertThat(imported.exitCode()).as(imported.err()).isZero();
    assertThat(imported.out())
        .isEqualTo(
            "Imported 2 checkpoints of training/ranker to training/ranker in %s\n"
                .formatted(other));
    JsonNode json =
        CommandRun.of("import", "--from", file, "--store", other, "--process", PROCESS, "--json")
            .json();
    assertThat(json.at("/present").size()).isEqualTo(2);
    assertThat(json.at("/toProcess").asText()).isEqualTo(PROCESS);
    assertThat(names(folder)).noneMatch(name -> name.endsWith(".part"));
  }

  private CommandRun copy(String to, String... more) {
    return CommandRun.of(
        with(
            new String[] {"copy", "--store", store, "--process", PROCESS, "--to-store", to}, more));
  }

  private CommandRun export(String file, String... more) {
    String path = folder.resolve(file).toString();
    return CommandRun.of(
        with(new String[] {"export", "--store", store, "--process", PROCESS, "--to", path}, more));
  }

  private CommandRun save(String step, String... more) {
    return CommandRun.of(
        with(new String[] {"save", "--store", store, "--process", PROCESS, "--step", step}, more));
  }

  private CommandRun restore(Path target, String... more) {
    return CommandRun.of(
        with(
            new String[] {
              "restore", "--store", store, "--process", PROCESS, "--to", target.toString()
            },
            more));
  }

  private static String[] with(String[] some, String[] more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private List<ObjectInfo> objects() {
    try (ObjectStore opened = ObjectStores.open(store)) {
      return opened.list(ListRequest.objects(KeyPrefix.ROOT)).objects();
    }
  }

  private static List<ObjectInfo> without(List<ObjectInfo> all, List<ObjectInfo> some) {
    List<String> keys = some.stream().map(object -> object.key().value()).toList();
    return all.stream().filter(object -> !keys.contains(object.key().value())).toList();
  }

  private void damage(List<ObjectInfo> objects) {
    assertThat(objects).isNotEmpty();
    objects.forEach(
        object ->
            rewrite(
                object,
                bytes -> {
                  bytes[bytes.length / 2] ^= 1;
                  return bytes;
                }));
  }

  private void rewrite(ObjectInfo object, java.util.function.UnaryOperator<byte[]> change) {
    try (ObjectStore opened = ObjectStores.open(store)) {
      byte[] bytes = change.apply(opened.get(object.key()).orElseThrow());
      opened.put(object.key(), ByteBuffer.wrap(bytes), WriteCondition.ALWAYS);
    }
  }

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
