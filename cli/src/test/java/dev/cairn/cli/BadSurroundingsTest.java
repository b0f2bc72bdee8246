package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong around the command: no credentials, no server, no space. */
final class BadSurroundingsTest {
  /**
   * No file may grow beyond 4 MiB, which the native library of zstd needs: as if the disk were
   * full.
   */
  private static final List<String> LITTLE_SPACE =
      List.of("bash", "-c", "ulimit -f 4096; exec \"$@\"", "bash");

  @TempDir Path folder;

  @Test
  void noCredentials_isSaid() throws Exception {
    Map<String, String> environment =
        Map.of(
            "AWS_ENDPOINT_URL",
            "http://127.0.0.1:9",
            "AWS_EC2_METADATA_DISABLED",
            "true",
            "HOME",
            folder.toString());
    CommandRun run = run(List.of(), environment, "list", "--store=s3://bucket/prefix");
    assertFailed(run, "credentials");
  }

  @Test
  void noRegion_isSaid() throws Exception {
    Map<String, String> environment =
        Map.of("AWS_EC2_METADATA_DISABLED", "true", "HOME", folder.toString());
    CommandRun run = run(List.of(), environment, "list", "--store=s3://bucket/prefix");
    assertFailed(run, "AWS_REGION");
  }

  @Test
  void save_noSpace_isSaid_andTheCheckpointBeforeStays() throws Exception {
    Path small = Files.write(folder.resolve("small"), random(1000));
    Path large = Files.write(folder.resolve("large"), random(24_000_000));
    assertThat(run(List.of(), Map.of(), save(small)).exitCode()).isZero();
    assertFailed(run(LITTLE_SPACE, Map.of(), save(large)), "larger than a file may be");
    CommandRun restored = run(List.of(), Map.of(), restore(folder.resolve("out")));
    assertThat(restored.exitCode()).as(restored.err()).isZero();
    assertThat(folder.resolve("out/item")).hasSameBinaryContentAs(small);
  }

  @Test
  void restore_noSpace_isSaid_andTheFilesBeforeStay() throws Exception {
    Path large = Files.write(folder.resolve("large"), random(24_000_000));
    Path out = Files.createDirectory(folder.resolve("out"));
    Files.writeString(out.resolve("item"), "before");
    assertThat(run(List.of(), Map.of(), save(large)).exitCode()).isZero();
    assertFailed(run(LITTLE_SPACE, Map.of(), restore(out)), "File too large");
    assertThat(out.resolve("item")).hasContent("before");
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files).hasSize(1);
    }
  }

  private static void assertFailed(CommandRun run, String part) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("cairn: ").endsWith(".\n").hasLineCount(1).contains(part);
  }

  private CommandRun run(List<String> by, Map<String, String> environment, String... arguments)
      throws Exception {
    try (CairnProcess cairn = CairnProcess.start(folder, by, environment, arguments)) {
      return cairn.end();
    }
  }

  private String[] save(Path file) {
    return new String[] {
      "save",
      "--store=" + folder.resolve("store"),
      "--process=a/b",
      "--step=1",
      "--item=item=" + file
    };
  }

  private String[] restore(Path out) {
    return new String[] {
      "restore", "--store=" + folder.resolve("store"), "--process=a/b", "--to=" + out
    };
  }

  private static byte[] random(int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(5).nextBytes(bytes);
    return bytes;
  }
}
