package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The documentation shows the code that is compiled and run here. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SparkExampleTest {
  @Test
  void documentation_example_isTheCodeThatRuns() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/dev/cairn/spark/SparkExample.java"))
            .replace(".store(store)", ".store(\"s3://desk/checkpoints\")");
    String example = between(source, "    // example begins\n", "    // example ends\n").indent(-4);
    String page = Files.readString(Path.of("..", "docs", "spark.md"));
    assertThat(between(page, "```java\n", "```")).isEqualTo(example);
  }

  @Test
  void example_runTwice_computesOnce() {
    SparkSession spark =
        SparkSession.builder().sparkContext(LocalSpark.context(2).sc()).getOrCreate();
    String store = "memory:" + UUID.randomUUID();
    var grid = new SparkExample.Grid(40);
    var first = SparkExample.sweep(spark, store, grid);
    assertThat(first.computed()).isEqualTo(40);
    var second = SparkExample.sweep(spark, store, grid);
    assertThat(second.restored()).isEqualTo(40);
    assertThat(second.digest()).isEqualTo(first.digest());
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin) + begin.length();
    return text.substring(from, text.indexOf(end, from));
  }
}
