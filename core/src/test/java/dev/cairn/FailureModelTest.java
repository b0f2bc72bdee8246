package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That the tests which the failure model names exist, and are tests. */
final class FailureModelTest {
  private static final Pattern TEST =
      Pattern.compile("`(\\w+(?:Test|Contract))(?:\\.(\\w+))?`(?:[^`|\\[]*\\[([\\w-]+)\\])?");

  @Test
  void page_everyTestThatItNames_exists() throws IOException {
    Map<String, Path> sources = sources();
    Matcher named = TEST.matcher(Files.readString(Path.of("..", "docs", "failure-model.md")));
    int count = 0;
    while (named.find()) {
      count++;
      String name = named.group(1);
      assertThat(sources).as(named.group()).containsKey(name);
      String source = Files.readString(sources.getOrDefault(name, Path.of("")));
      assertThat(source).as(name).containsPattern("@(Test|ParameterizedTest)|extends \\w+Contract");
      if (named.group(2) != null) {
        assertThat(source).as(named.group()).contains("void " + named.group(2) + "(");
      }
      if (named.group(3) != null) {
        assertThat(sources.get(name)).as(named.group()).startsWith(Path.of("..", named.group(3)));
      }
    }
    assertThat(count).isGreaterThan(50);
  }

  /** The sources of the tests of all modules, by the names of their classes. */
  private static Map<String, Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".."), 12)) {
      return files
          .filter(file -> file.toString().contains("/src/test/java/"))
          .filter(file -> file.toString().matches(".*(Test|Contract)\\.java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  file -> file,
                  (first, second) -> first));
    }
  }
}
