package dev.cairn.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.s3.testing.S3TestServer;
import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The manager of streaming checkpoints that Spark takes by itself for {@code s3a://}, and Cairn's,
 * in the same cases. That hadoop-aws goes on behaving so is not asked of it: should another version
 * do better, docs/spark-streaming.md has to say so.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class StockManagerTest {
  @Test
  void managers_inTheSameCases_doWhatTheDocumentationSays() {
    S3TestServer server = S3TestServer.shared();
    String classPath =
        Stream.concat(
                Stream.of(System.getProperty("java.class.path")),
                HadoopAws.jars().stream().map(Object::toString))
            .collect(Collectors.joining(File.pathSeparator));
    var variables = new HashMap<>(server.environment());
    variables.putIfAbsent("CAIRN_TEST_S3_ENDPOINT", server.endpoint().toString());
    try (JavaProcess comparison =
        JavaProcess.start(
            "stock",
            variables,
            List.of("-Xmx512m", "-cp", classPath),
            List.of(ManagerComparison.class.getName()))) {
      assertThat(comparison.waitFor()).as(comparison.output()).isZero();
      String output = comparison.output();
      assertThat(output)
          .contains(
              """
              Spark's own, s3a://:
                requests for one entry of a log: {DELETE=1, GET=8, HEAD=11, PUT=2}
                two writers of one entry: the first succeeds, the second succeeds, and the entry says 'first'
                the answer to the last request is lost: succeeds, the entry is there, files besides the entries: 0
                the last request is refused: fails with AccessDeniedException, the entry is not there, files besides the entries: 1
              """)
          .contains(
              """
              Cairn's, s3://:
                requests for one entry of a log: {GET=1, PUT=1}
                two writers of one entry: the first fails with FileAlreadyExistsException, the second succeeds, and the entry says 'second'
                the answer to the last request is lost: succeeds, the entry is there, files besides the entries: 0
                the last request is refused: fails with IOException, the entry is not there, files besides the entries: 0
              """);
    }
  }
}
