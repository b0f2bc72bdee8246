package dev.cairn.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CheckpointReader;
import dev.cairn.ProcessId;
import dev.cairn.s3.testing.S3TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real PySpark reads what a run on a cluster left on a real S3 server, and writes. It comes last,
 * so that the download goes on while others run.
 */
@Order(Integer.MAX_VALUE)
@Timeout(value = 900, unit = TimeUnit.SECONDS)
class PySparkTest {
  private static final int UNITS = 40;
  private static final Path PROGRAM =
      Path.of("src", "test", "python", "tables.py").toAbsolutePath();

  @TempDir private Path folder;

  private final S3TestServer server = S3TestServer.shared();
  private final String uri = server.newStore(PySparkTest.class);

  @Test
  void tables_resultsOfAClusterRun_areReadAsOfVersionsAndWrittenBack() {
    try (JavaProcess driver =
        SharedCluster.get()
            .submit(
                SweepApplication.class,
                2,
                Map.of(),
                List.of(uri, "sweep", Integer.toString(UNITS), folder.toString()))) {
      assertThat(driver.waitFor()).as(driver.output()).isZero();
    }
    long version;
    try (var reader = CheckpointReader.open(uri, ProcessId.backtest("sweep"))) {
      version = reader.latest().orElseThrow().version();
    }

    String printed =
        PySpark.prepare()
            .submit(
                PROGRAM,
                server.environment(),
                List.of(),
                Map.of(),
                List.of(uri, "sweep", Long.toString(version)));

    assertThat(printed)
        .contains("columns ['_unit', 'unit', 'sum']")
        .contains("rows %d %d 10".formatted(UNITS, UNITS))
        .contains("exact " + SweepApplication.expectedSums(3))
        .contains("best True")
        .contains("status COMPLETED")
        .contains("written True True");
    try (var reader = CheckpointReader.open(uri, new ProcessId("dataset", "positive"))) {
      assertThat(reader.list()).hasSize(1);
    }
  }

  @Test
  void documentation_example_isTheProgramThatRuns() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "spark.md"));
    String program = Files.readString(PROGRAM);
    int begin = program.indexOf("# example begins\n") + "# example begins\n".length();
    assertThat(page)
        .contains(
            "```python\n" + program.substring(begin, program.indexOf("# example ends")) + "```");
  }
}
