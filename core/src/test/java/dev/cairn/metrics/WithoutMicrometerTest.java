package dev.cairn.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** That the manager works where Micrometer is not on the class path. */
final class WithoutMicrometerTest {
  @Test
  void manager_withoutMicrometer_savesAndRestores() throws Exception {
    String all = System.getProperty("java.class.path");
    String rest =
        Arrays.stream(all.split(File.pathSeparator))
            .filter(entry -> !entry.contains("micrometer"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(rest).as("Micrometer is on the class path of the tests").isNotEqualTo(all);
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                rest,
                WithoutMicrometerMain.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output).endsWith("restored step 7, IN_PROGRESS\n");
    assertThat(child.waitFor()).isZero();
  }
}
