package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of the README is compiled and run as it stands there, on a store in memory. */
final class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void readmeExample_asPrinted_compilesAndResumes() throws Exception {
    String example = example();
    assertThat(example).contains("s3://desk/checkpoints");
    run(
        "First",
        example
            .replace("s3://desk/checkpoints", "memory:readme")
            .replace("step <= 1000", "step <= 350"));
    try (CheckpointReader reader =
        CheckpointReader.open("memory:readme", ProcessId.training("ranker"))) {
      assertThat(reader.latest().orElseThrow().progress().step()).isEqualTo(300);
    }
    run("Second", example.replace("s3://desk/checkpoints", "memory:readme"));
    try (CheckpointReader reader =
        CheckpointReader.open("memory:readme", ProcessId.training("ranker"))) {
      assertThat(reader.latest().orElseThrow().progress().step()).isEqualTo(1000);
      double[] weights = reader.restoreLatest().orElseThrow().item("weights", codec());
      // The steps from 301 to 350 were lost with the first process and done again by the second.
      assertThat(weights[0]).isEqualTo(1000);
    }
  }

  private static dev.cairn.codec.Codec<double[]> codec() {
    return dev.cairn.codec.Codecs.doubles();
  }

  private static String example() throws IOException {
    Path readme = Path.of("..", "README.md");
    Matcher java = JAVA.matcher(Files.readString(readme));
    assertThat(java.find()).isTrue();
    return java.group(1);
  }

  private void run(String name, String statements) throws Exception {
    Path source = folder.resolve(name + ".java");
    Files.writeString(
        source,
        """
        import dev.cairn.*;
        import dev.cairn.codec.*;
        import dev.cairn.policy.*;
        public final class %s {
          static double train(double[] weights) {
            weights[0] += 1;
            return 1 / weights[0];
          }
          public static void main(String[] arguments) {
            %s
          }
        }
        """
            .formatted(name, statements));
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());
    assertThat(result).isZero();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    }
  }
}
