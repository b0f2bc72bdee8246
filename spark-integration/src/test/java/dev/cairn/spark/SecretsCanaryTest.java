package dev.cairn.spark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CheckpointReader;
import dev.cairn.Status;
import dev.cairn.s3.testing.S3TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Credentials that are given by settings of Spark, as for {@code s3a://}, reach the store and
 * nothing that people can look at. The driver is a process of its own without any other
 * credentials, so that these are what the job works with.
 */
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class SecretsCanaryTest {
  private static final String REDACTED = "*********(redacted)";

  private final S3TestServer server = S3TestServer.shared();
  private final String uri = server.newStore(SecretsCanaryTest.class);
  private final Map<String, String> settings = settings();

  @TempDir private Path folder;

  /** What an S3 server that checks nothing takes; any other one gets credentials that it knows. */
  private Map<String, String> settings() {
    Map<String, String> variables = server.environment();
    boolean checks = System.getenv("CAIRN_TEST_S3_ENDPOINT") != null;
    Map<String, String> all = new TreeMap<>();
    all.put("spark.hadoop.fs.s3a.endpoint", variables.get("AWS_ENDPOINT_URL"));
    all.put("spark.hadoop.fs.s3a.endpoint.region", variables.get("AWS_REGION"));
    all.put("spark.hadoop.fs.s3a.path.style.access", "true");
    all.put("spark.hadoop.fs.s3a.access.key", variables.get("AWS_ACCESS_KEY_ID"));
    all.put(
        "spark.hadoop.fs.s3a.secret.key",
        checks ? variables.get("AWS_SECRET_ACCESS_KEY") : canary());
    if (!checks || variables.containsKey("AWS_SESSION_TOKEN")) {
      all.put(
          "spark.hadoop.fs.s3a.session.token",
          checks ? variables.get("AWS_SESSION_TOKEN") : canary());
    }
    return all;
  }

  /** Nothing that Spark would hide for what it looks like. */
  private static String canary() {
    return "cnry" + UUID.randomUUID().toString().replace("-", "");
  }

  private List<String> canaries() {
    return settings.entrySet().stream()
        .filter(setting -> setting.getKey().matches(".*(secret.key|token)"))
        .map(Map.Entry::getValue)
        .toList();
  }

  @Test
  void job_succeeds_secretsAreNowhere() throws IOException {
    String output = output(-1, settings);
    assertThat(output).contains("computed=" + CredentialsDriver.UNITS);
    requireNoSecret(output);
    assertThat(last()).isEqualTo(Status.COMPLETED);

    String stages =
        Files.readString(folder.resolve("page-api-v1-applications-APP-stages-details-true"));
    assertThat(stages)
        .contains(TaskMeters.COMPUTED, TaskMeters.RESTORED, TaskMeters.BYTES)
        .contains("Cairn backtest/secret: 20 of 20 units to compute, 0 restored");
    assertThat(Files.readString(folder.resolve("page-metrics-json-")))
        .contains(".plugin.dev.cairn.spark.CairnPlugin.units.computed")
        .contains(".plugin.dev.cairn.spark.CairnPlugin.requests.put-if-absent");
  }

  @Test
  void job_fails_secretsAreNowhere() throws IOException {
    String output = output(7, settings);
    assertThat(output)
        .contains("ended=UnitFailedException", "Unit 7 of backtest/secret", "no price");
    requireNoSecret(output);
    assertThat(last()).isEqualTo(Status.FAILED);
  }

  @Test
  void job_providerIsNotKnown_doesNotStartAndSecretsAreNowhere() throws IOException {
    settings.put("spark.hadoop.fs.s3a.aws.credentials.provider", "desk.Vault");
    String output = output(-1, settings);
    assertThat(output).contains("'desk.Vault' is not known here").doesNotContain("computed=");
    assertThat(output).doesNotContain(canaries());
  }

  @Test
  void job_settingsOfS3aSwitchedOff_findsNoCredentials() throws IOException {
    settings.put("spark.cairn.s3a.enabled", "false");
    String output = output(-1, settings);
    assertThat(output).contains("StoreException").doesNotContain("computed=");
    assertThat(output).doesNotContain(canaries());
  }

  private void requireNoSecret(String output) throws IOException {
    assertThat(output).contains("DEBUG", "INFO");
    Map<String, String> shown = new HashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        shown.put(file.getFileName().toString(), Files.readString(file, ISO_8859_1));
      }
    }
    // what is looked through is what there is to be seen: the settings, without the secrets
    String events =
        shown.entrySet().stream()
            .filter(file -> file.getKey().startsWith("local-"))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
    for (String text :
        List.of(events, shown.get("page-api-v1-applications-APP-environment"), output)) {
      assertThat(text)
          .contains("spark.hadoop.fs.s3a.endpoint", "spark.hadoop.fs.s3a.secret.key", REDACTED);
    }
    assertThat(events).contains("SparkListenerJobStart", "SparkListenerTaskEnd");
    assertThat(shown).hasSizeGreaterThanOrEqualTo(13);
    shown.put("output", output);
    for (String canary : canaries()) {
      assertThat(Set.copyOf(shown.entrySet()))
          .filteredOn(file -> file.getValue().contains(canary))
          .extracting(Map.Entry::getKey)
          .isEmpty();
    }
  }

  private Status last() {
    try (var reader = CheckpointReader.open(uri, CredentialsDriver.PROCESS)) {
      return reader.latest().orElseThrow().progress().status();
    }
  }

  private String output(long failing, Map<String, String> with) {
    List<String> arguments = new ArrayList<>(List.of(uri, folder.toString(), "" + failing));
    with.forEach((key, value) -> arguments.add(key + "=" + value));
    Map<String, String> environment =
        Map.of(
            "AWS_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", "",
            "AWS_SECRET_ACCESS_KEY", "",
            "AWS_SESSION_TOKEN", "",
            "AWS_EC2_METADATA_DISABLED", "true",
            "AWS_CONFIG_FILE", folder.resolve("none").toString(),
            "AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString(),
            "SPARK_LOCAL_IP", "127.0.0.1");
    try (var driver =
        DriverProcess.start(
            environment, CredentialsDriver.class, arguments.toArray(String[]::new))) {
      driver.waitFor();
      return driver.output();
    }
  }
}
