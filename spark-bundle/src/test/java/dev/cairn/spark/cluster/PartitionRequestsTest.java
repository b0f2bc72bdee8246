package dev.cairn.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.s3.testing.FaultyProxy;
import dev.cairn.s3.testing.FaultyProxy.Sent;
import dev.cairn.s3.testing.S3TestServer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an RDD of 64 KiB partitions asks of the server, on a cluster of two workers. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class PartitionRequestsTest {
  private static final int PARTITIONS = 60;
  private static final String BYTES = "65536";

  private final S3TestServer server = S3TestServer.shared();
  private final String cairn = server.newStore(PartitionRequestsTest.class);
  private final String s3a = server.newStore(PartitionRequestsTest.class);
  private final String raw = server.newStore(PartitionRequestsTest.class);

  @Test
  void stage_ofPartitions_onePutForEachAndThreeOfTheLog() {
    try (var proxy = new FaultyProxy(server.endpoint());
        JavaProcess driver =
            SharedCluster.get()
                .submit(
                    PartitionsApplication.class,
                    2,
                    HadoopAws.jars(),
                    HadoopAws.settings(proxy.endpoint().toString(), server.region().id()),
                    List.of(
                        cairn,
                        s3a.replace("s3:", "s3a:"),
                        raw,
                        Integer.toString(PARTITIONS),
                        BYTES,
                        "0"))) {
      assertThat(driver.waitFor()).as(driver.output()).isZero();

      List<Sent> all = proxy.sent();
      assertThat(all)
          .filteredOn(request -> isPut(request) && request.target().contains("/runs/"))
          .extracting(request -> request.target().replaceFirst(".*/(\\d+)-.*", "$1"))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, PARTITIONS).mapToObj("%012d"::formatted).toList());
      assertThat(all)
          .filteredOn(request -> request.method().equals("GET"))
          .noneMatch(request -> request.target().matches(".*/runs/[^?]*")); // but for listings
      assertThat(all)
          .filteredOn(request -> request.target().contains("/stage/"))
          .filteredOn(request -> isPut(request) && !request.target().contains("/runs/"))
          .allMatch(request -> request.target().contains("/log/"))
          .hasSize(3); // the claim, the registration, the checkpoint
      assertThat(all)
          .filteredOn(request -> request.target().contains(name(raw)))
          .hasSize(PARTITIONS)
          .allMatch(PartitionRequestsTest::isPut);
      assertThat(all)
          .filteredOn(request -> (request.target() + request.form()).contains(name(s3a)))
          .extracting(Sent::method)
          .hasSizeGreaterThan(5 * PARTITIONS);
    }
  }

  private static boolean isPut(Sent request) {
    return request.method().equals("PUT");
  }

  private static String name(String uri) {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }
}
