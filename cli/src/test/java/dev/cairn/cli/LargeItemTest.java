package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are larger than the memory of the command. */
final class LargeItemTest {
  private static final int MEBIBYTES = 512;

  @TempDir Path folder;

  @Test
  void saveAndRestore_fileIsLargerThanTheHeap_givesTheSameFile() throws Exception {
    Path file = folder.resolve("large");
    writeRandom(file);
    List<String> store = List.of("--store=" + folder.resolve("store"), "--process=a/b");
    run(store, "save", "--step=1", "--item=large=" + file);
    run(store, "restore", "--to=" + folder.resolve("out"));
    assertThat(Files.mismatch(file, folder.resolve("out/large"))).isEqualTo(-1);
  }

  private void run(List<String> store, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                SourceTree.javaHome().resolve("bin/java").toString(),
                "-Xmx320m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Cairn.class.getName()));
    command.addAll(List.of(arguments));
    command.addAll(store);
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertThat(process.waitFor(9, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
  }

  private static void writeRandom(Path file) throws IOException {
    Random random = new Random(17);
    byte[] block = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < MEBIBYTES; i++) {
        random.nextBytes(block);
        out.write(block);
      }
    }
  }
}
