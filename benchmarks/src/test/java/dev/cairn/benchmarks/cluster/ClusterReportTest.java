package dev.cairn.benchmarks.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.s3.testing.FaultyProxy.Sent;
import dev.cairn.spark.cluster.Way;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClusterReportTest {
  private static final Map<Way, Map<RequestType, Long>> REQUESTS =
      Map.of(
          Way.CAIRN, Map.of(RequestType.PUT, 10L, RequestType.PUT_IF_ABSENT, 3L),
          Way.RDD_CHECKPOINT, Map.of(RequestType.HEAD, 130L),
          Way.RAW_PUT, Map.of(RequestType.PUT, 10L));

  @Test
  void of_mediansAndTheirRatiosOverComputingAlone() {
    ClusterReport report = ClusterReport.of("a server", 10, 1024, 1, seconds(), REQUESTS, 50);
    assertThat(report.rounds()).isEqualTo(3);
    assertThat(report.ofRddCheckpoint()).isCloseTo(0.15, within(1e-9));
    assertThat(report.ofRawPut()).isCloseTo(1.5, within(1e-9));
    assertThat(report.tables())
        .contains("10 partitions of 1,024 bytes")
        .contains("| computing alone | 2.00 | 1.00 to 9.00 | 0.00 | 0.00 |  |")
        .contains("| Cairn | 5.00 | 4.00 to 6.00 | 3.00 | 1.30 | PUT 10, PUT_IF_ABSENT 3 |")
        .contains(
            "| RDD.checkpoint to s3a:// | 22.00 | 21.00 to 23.00 | 20.00 | 13.00 | HEAD 130 |")
        .contains("Cairn takes 0.150 of RDD.checkpoint and 1.50 of raw PUTs")
        .contains("with 50 requests");
  }

  @Test
  void of_wayThatIsNotMeasured_isNotPassedOver() {
    Map<Way, List<Double>> seconds = seconds();
    seconds.remove(Way.RAW_PUT);
    assertThatThrownBy(() -> ClusterReport.of("a server", 10, 1024, 1, seconds, REQUESTS, 50))
        .hasMessageContaining("how long RAW_PUT took");
  }

  @Test
  void of_requests_areToldApart() {
    assertThat(type("PUT", "/b/k")).isEqualTo(RequestType.PUT);
    assertThat(type("PUT", "/b/k", "if-none-match")).isEqualTo(RequestType.PUT_IF_ABSENT);
    assertThat(type("PUT", "/b/k", "x-amz-copy-source")).isEqualTo(RequestType.COPY);
    assertThat(type("PUT", "/b/k?partNumber=1&uploadId=u")).isEqualTo(RequestType.MULTIPART);
    assertThat(type("POST", "/b/k?uploads")).isEqualTo(RequestType.MULTIPART);
    assertThat(type("GET", "/b/uploads")).isEqualTo(RequestType.GET);
    assertThat(type("GET", "/b?list-type=2&prefix=uploads")).isEqualTo(RequestType.LIST);
    assertThat(type("HEAD", "/b/k")).isEqualTo(RequestType.HEAD);
    assertThat(type("DELETE", "/b/k")).isEqualTo(RequestType.DELETE);
    assertThat(type("POST", "/b?delete")).isEqualTo(RequestType.DELETE);
  }

  private static RequestType type(String method, String target, String... headers) {
    var all = new TreeMap<String, String>();
    for (String header : headers) {
      all.put(header, "*");
    }
    return RequestType.of(new Sent(method, target, all, ""));
  }

  private static Map<Way, List<Double>> seconds() {
    Map<Way, List<Double>> seconds = new EnumMap<>(Way.class);
    seconds.put(Way.ALONE, List.of(1.0, 9.0, 2.0));
    seconds.put(Way.CAIRN, List.of(4.0, 6.0, 5.0));
    seconds.put(Way.RDD_CHECKPOINT, List.of(23.0, 22.0, 21.0));
    seconds.put(Way.RAW_PUT, List.of(4.0, 3.0, 5.0));
    return seconds;
  }
}
