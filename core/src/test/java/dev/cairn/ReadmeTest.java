package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.codec.Codecs;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of the README is compiled and run as it stands there, on a store in memory. */
final class ReadmeTest {
  @TempDir Path folder;

  @Test
  void readmeExample_asPrinted_compilesAndResumes() throws Exception {
    Example example =
        Example.ofPage(Path.of("..", "README.md"), "Readme")
            .get(0)
            .with("s3://desk/checkpoints", "memory:readme");
    example.with("step <= 1000", "step <= 350").run(folder);
    try (CheckpointReader reader =
        CheckpointReader.open("memory:readme", ProcessId.training("ranker"))) {
      assertThat(reader.latest().orElseThrow().progress().step()).isEqualTo(300);
    }
    example.run(folder);
    try (CheckpointReader reader =
        CheckpointReader.open("memory:readme", ProcessId.training("ranker"))) {
      assertThat(reader.latest().orElseThrow().progress().step()).isEqualTo(1000);
      double[] weights = reader.restoreLatest().orElseThrow().item("weights", Codecs.doubles());
      // The steps from 301 to 350 were lost with the first process and done again by the second.
      assertThat(weights[0]).isEqualTo(1000);
    }
  }
}
