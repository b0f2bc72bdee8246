package dev.cairn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.CheckpointTransfer.OnExisting;
import dev.cairn.codec.Codecs;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.PartName;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import dev.cairn.store.local.ChildJvm;
import dev.cairn.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exported files as people and their tools see them. */
final class ExportTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final Instant TIME = Instant.parse("2026-01-31T23:59:59.5Z");
  private static final String LONGEST_NAME = "n".repeat(100);

  @TempDir Path folder;
  private final MemoryStore store = new MemoryStore();

  @Test
  void file_isUnpackedAndVerifiedByTheSystem() throws Exception {
    PartName part = saveSome();
    export("some.tar", OnExisting.REFUSE);
    Path out = Files.createDirectory(folder.resolve("out"));
    system(out, "tar", "xf", folder.resolve("some.tar").toString());
    assertThat(system(out, "sha256sum", "-c", "SHA256SUMS").lines())
        .hasSize(5)
        .allMatch(line -> line.endsWith(": OK"));
    String stem = part.format().substring(0, part.format().lastIndexOf('-'));
    try (Stream<Path> files = Files.walk(out)) {
      assertThat(files.filter(Files::isRegularFile).map(out::relativize).map(Path::toString))
          .containsExactlyInAnyOrder(
              "checkpoints.json",
              "SHA256SUMS",
              "v3/note",
              "v3/" + LONGEST_NAME,
              "v5/note",
              "runs/v2/" + stem + "/" + part.sha256());
    }
    assertThat(out.resolve("v3/note")).hasContent("first");
    JsonNode index = new ObjectMapper().readTree(out.resolve("checkpoints.json").toFile());
    assertThat(index.at("/format").asInt()).isEqualTo(1);
    assertThat(index.at("/process").asText()).isEqualTo("training/ranker");
    assertThat(index.at("/checkpoints/0/time").asText()).isEqualTo("2026-01-31T23:59:59.500Z");
    assertThat(index.at("/checkpoints/0/metrics/loss").asText()).isEqualTo("NaN");
    assertThat(index.at("/checkpoints/0/pinned").asBoolean()).isTrue();
    assertThat(index.at("/checkpoints/0/tags/good").isObject()).isTrue();
    assertThat(index.at("/checkpoints/0/items/0/path").asText()).isEqualTo("v3/note");
    assertThat(index.at("/checkpoints/1/status").asText()).isEqualTo("COMPLETED");
    assertThat(index.at("/runs/0/completedBy").asLong()).isEqualTo(5);
    assertThat(index.at("/runs/0/parts").asInt()).isEqualTo(1);
    assertThat(Files.readString(out.resolve("checkpoints.json")).lines().count()).isGreaterThan(40);
  }

  /** The reader on the page of the format, as it is printed there. */
  @Test
  void file_isReadByTheReaderOfThePage() throws Exception {
    saveSome();
    export("some.tar", OnExisting.REFUSE);
    String page = Files.readString(Path.of("..", "docs", "format-export.md"));
    int start = page.indexOf("```python\n") + "```python\n".length();
    String reader = page.substring(start, page.indexOf("```", start));
    String use =
        """
        for checkpoint, items in checkpoints("some.tar"):
            print(checkpoint["version"], checkpoint["step"], items["note"].decode(), len(items))
        """;
    Files.writeString(folder.resolve("reader.py"), reader + use);
    assertThat(system(folder, "python3", "reader.py")).isEqualTo("3 1 first 2\n5 3 second 1\n");
  }

  @Test
  void existingFile_staysUnlessItIsToBeReplaced() throws IOException {
    saveSome();
    Path file = Files.writeString(folder.resolve("mine"), "precious");
    assertThatThrownBy(() -> export("mine", OnExisting.REFUSE))
        .isInstanceOf(ExportFileException.class)
        .hasMessageContaining("there is a file of that name");
    assertThat(file).hasContent("precious");
    export("mine", OnExisting.REPLACE);
    try (CheckpointTransfer transfer = CheckpointTransfer.file(file)) {
      assertThat(transfer.checkpoints()).hasSize(2);
    }
    requireNoLitter();
  }

  @Test
  void everythingDamaged_thereIsNoFile() throws IOException {
    saveSome();
    Stored stored = new Stored(store, RANKER);
    store.delete(stored.keys("data"));
    store.delete(List.of(stored.entry(3), stored.entry(5)));
    assertThatThrownBy(() -> export("all.tar", OnExisting.REFUSE))
        .isInstanceOf(DamagedException.class);
    assertThat(folder.resolve("all.tar")).doesNotExist();
    requireNoLitter();
  }

  @Test
  void processWithoutCheckpoints_isNotExported() {
    assertThatThrownBy(() -> export("all.tar", OnExisting.REFUSE))
        .isInstanceOf(CheckpointNotFoundException.class)
        .hasMessageContaining("training/ranker has no checkpoint yet");
  }

  @Test
  void itemLargerThanTheHeap_isCopiedExportedAndImported() throws Exception {
    try (ChildJvm child =
        ChildJvm.withHeap(
            320, LargeTransferMain.class, folder.toUri().toString(), String.valueOf(400 << 20))) {
      assertThat(child.rest()).containsExactly("saved", "copied", "exported", "imported");
      assertThat(child.exitCode()).isZero();
    }
  }

  /** A run v2, its last checkpoint v5, and before that v3. */
  private PartName saveSome() {
    try (CheckpointManager manager =
        CheckpointManager.builder().store(store).process(RANKER).clock(() -> TIME).open()) {
      RunDefinition definition = RunDefinition.builder().codeVersion("1").units(3).build();
      RegisteredRun run = manager.register(definition, OnMismatch.FAIL);
      PartName part =
          new RunParts(store, run.prefix(), 3)
              .write(
                  new UnitInterval(0, 2),
                  "a".repeat(32),
                  List.of("a".getBytes(UTF_8), "b".getBytes(UTF_8), new byte[0]));
      manager.save(
          Progress.at(1).metric("loss", Double.NaN),
          State.of("note", Codecs.utf8(), "first")
              .and(LONGEST_NAME, Codecs.doubles(), new double[20_000]));
      manager.pin(3);
      manager.complete(
          run,
          Progress.at(3).of(3).status(Status.COMPLETED),
          State.of("note", Codecs.utf8(), "second"));
      manager.tag("good", 3, Optional.empty());
      return part;
    }
  }

  private ExportReport export(String file, OnExisting onExisting) {
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER);
        CheckpointTransfer transfer = CheckpointTransfer.all(reader)) {
      return transfer.exportTo(folder.resolve(file), onExisting);
    }
  }

  private void requireNoLitter() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
    }
  }

  private static String system(Path directory, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
