package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in Javadoc, compiled as they are printed there. */
final class JavadocExamplesTest {
  private static final Path SOURCES = Path.of("src", "main", "java", "dev", "cairn");

  /** An example needs what its comment takes for granted: declarations before and after it. */
  private record Setting(String file, String before, String after) {}

  /** In the order of the files, and in each from top to bottom. */
  private static final List<Setting> SETTINGS =
      List.of(
          new Setting("CheckpointListener.java", "", ""),
          new Setting(
              "CheckpointManager.java", "long step = 1; long total = 9; double loss = 0.5;", ""),
          new Setting(
              "CheckpointManager.java",
              "CheckpointManager checkpoints = null; long total = 9;",
              ""),
          new Setting(
              "CheckpointTransfer.java",
              "java.nio.file.Path file = null; ProcessId process = null; ObjectStore backup = null, store = null;",
              ""),
          new Setting("GarbageCollector.java", "", ""),
          new Setting("callback/EpisodeCallback.java", "", ""),
          new Setting("callback/TrialCallback.java", "CheckpointManager checkpoints = null;", ""),
          new Setting("codec/Codec.java", "", ""),
          new Setting(
              "codec/Codecs.java",
              "record Settings(int size) {} Settings settings = null; double[] weights = {}; State s = ",
              ";"),
          new Setting("codec/Codecs.java", "", ""),
          new Setting(
              "metrics/CheckpointMetrics.java",
              "io.micrometer.core.instrument.MeterRegistry registry = null;",
              ""),
          new Setting(
              "run/PartBuffer.java",
              "long first = 0, last = 9; RunParts parts = null; String attempt = \"\";",
              ""),
          new Setting("run/RunDefinition.java", "String sha256OfTheFile = \"\";", ""));

  @TempDir Path folder;

  @Test
  void javadoc_everyExample_compiles() throws IOException {
    List<Example> examples = new ArrayList<>();
    List<String> files = new ArrayList<>();
    try (Stream<Path> sources = Files.walk(SOURCES)) {
      for (Path source :
          sources.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
        String name = "Example" + examples.size() + "Number";
        for (Example example : Example.ofComments(source, name)) {
          examples.add(example);
          files.add(SOURCES.relativize(source).toString());
        }
      }
    }
    assertThat(files)
        .as("the examples for which this test has a setting")
        .isEqualTo(SETTINGS.stream().map(Setting::file).toList());
    for (int i = 0; i < examples.size(); i++) {
      compile(examples.get(i), SETTINGS.get(i));
    }
  }

  private void compile(Example example, Setting setting) throws IOException {
    // Three dots stand for what the reader fills in.
    String statements = example.statements().replaceAll("(?m)^ *\\.\\.\\.$", "");
    if (statements.contains("codec.toBytes(portfolio)")) {
      statements = statements.replace("Codec<", "Portfolio portfolio = null; Codec<");
    }
    new Example(example.name(), statements)
        .between(setting.before(), setting.after())
        .compile(folder);
  }
}
