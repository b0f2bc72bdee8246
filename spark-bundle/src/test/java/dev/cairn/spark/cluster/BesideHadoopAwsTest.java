package dev.cairn.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CheckpointReader;
import dev.cairn.ProcessId;
import dev.cairn.s3.testing.S3TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * One job reads and writes files by hadoop-aws, with the AWS SDK as it comes, and saves by Cairn,
 * with the one in the bundle.
 */
@Order(Integer.MAX_VALUE)
@Timeout(value = 900, unit = TimeUnit.SECONDS)
class BesideHadoopAwsTest {
  private static final String PRICES =
      """
      symbol,day,close
      IBM,2013-02-28,200.5
      IBM,2013-03-01,202.25
      MSFT,2013-03-01,27.75
      """;

  private final S3TestServer server = S3TestServer.shared();
  private final String uri = server.newStore(BesideHadoopAwsTest.class);

  @Test
  void job_filesByS3aAndCheckpointsByCairn_bothWork() {
    String bucket = uri.substring("s3://".length()).replaceAll("/.*", "");
    String key = (uri + "/prices/bars.csv").substring("s3://".length() + bucket.length() + 1);
    server
        .client()
        .putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(PRICES));

    String printed =
        PySpark.prepare()
            .submit(
                Path.of("src", "test", "python", "beside_s3a.py").toAbsolutePath(),
                server.environment(),
                HadoopAws.jars(),
                HadoopAws.settings(server.endpoint().toString(), server.region().id()),
                List.of("s3a://" + bucket + "/" + key, uri));

    assertThat(printed)
        .contains("same True 3")
        .contains("sums [('IBM', 402.75), ('MSFT', 27.75)]")
        .contains("client software.amazon.awssdk.services.s3.S3Client")
        .contains("client dev.cairn.shaded.software.amazon.awssdk.services.s3.S3Client");
    try (var reader = CheckpointReader.open(uri, new ProcessId("dataset", "bars"))) {
      assertThat(reader.latest().orElseThrow().progress().step()).isEqualTo(3);
    }
  }
}
