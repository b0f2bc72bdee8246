package dev.cairn.spark.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.s3.testing.Fault;
import dev.cairn.s3.testing.FaultyProxy;
import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.spark.CairnPlugin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Credentials reach the S3 server from driver and executors of a cluster, and nothing that people
 * can look at: all pages of driver, master and workers, the event log, what every process prints at
 * level DEBUG, and the command lines of all of them.
 *
 * <p>The workers have credentials in their environment. A driver that gets others by settings, or
 * gives its executors others, takes those. It needs a server that takes any credentials.
 */
@Timeout(value = 900, unit = TimeUnit.SECONDS)
class ClusterSecretsTest {
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final String REDACTED = "*********(redacted)";
  private static final Pattern ADDRESS =
      Pattern.compile("WebUI to \\S+ and started at (http://[0-9.]+:\\d+)");
  private static final Pattern APPLICATION =
      Pattern.compile("application=(\\S+) page=http://[^:]+:(\\d+)");

  /** What a process is given; each value is nowhere else, and nothing that Spark would hide. */
  private record Keys(String secret, String token) {
    static Keys create() {
      return new Keys(canary(), canary());
    }

    private static String canary() {
      return "cnry" + UUID.randomUUID().toString().replace("-", "");
    }

    Map<String, String> variables(String prefix) {
      return Map.of(
          prefix + "AWS_ACCESS_KEY_ID", "desk",
          prefix + "AWS_SECRET_ACCESS_KEY", secret,
          prefix + "AWS_SESSION_TOKEN", token);
    }

    Map<String, String> settings() {
      return Map.of(
          "spark.hadoop.fs.s3a.access.key", "desk",
          "spark.hadoop.fs.s3a.secret.key", secret,
          "spark.hadoop.fs.s3a.session.token", token);
    }
  }

  private static final Map<String, String> NO_KEYS =
      Map.of("AWS_ACCESS_KEY_ID", "", "AWS_SECRET_ACCESS_KEY", "", "AWS_SESSION_TOKEN", "");

  private static final Keys OF_WORKERS = Keys.create();
  private static final StandaloneCluster CLUSTER = StandaloneCluster.start(environment(), 2, 1);

  private final Keys keys = Keys.create();
  private final String uri = S3TestServer.shared().newStore(ClusterSecretsTest.class);
  private final FaultyProxy proxy = new FaultyProxy(S3TestServer.shared().endpoint());
  private final Map<String, String> seen = new TreeMap<>();
  private final Map<String, String> settings = new HashMap<>();

  @TempDir private Path folder;

  ClusterSecretsTest() throws IOException {}

  private static Map<String, String> environment() {
    var all = new HashMap<>(OF_WORKERS.variables(""));
    all.put("AWS_REGION", "us-east-1");
    all.put("AWS_EC2_METADATA_DISABLED", "true");
    all.put(
        "LOG4J_CONFIGURATION_FILE",
        Path.of("src", "test", "resources", "secrets-log4j2.xml").toUri().toString());
    return all;
  }

  @BeforeEach
  void prepare() {
    settings.put("spark.hadoop.fs.s3a.endpoint", proxy.endpoint().toString());
    settings.put("spark.hadoop.fs.s3a.path.style.access", "true");
    settings.put("spark.plugins", CairnPlugin.class.getName());
    settings.put("spark.cairn.store", uri);
    settings.put("spark.logConf", "true");
    settings.put("spark.ui.enabled", "true");
    settings.put("spark.ui.port", "0");
    settings.put("spark.eventLog.enabled", "true");
    settings.put("spark.eventLog.dir", folder.toUri().toString());
    settings.put("spark.eventLog.rolling.enabled", "false");
    settings.put("spark.eventLog.compress", "false");
    CLUSTER.awaitIdle();
  }

  @AfterEach
  void closeProxy() {
    proxy.close();
  }

  @AfterAll
  static void closeCluster() {
    CLUSTER.close();
  }

  @Test
  void job_keysInAFileOfSettings_areUsedByAllAndShownNowhere() throws Exception {
    String output = run(-1, NO_KEYS, keys.settings());
    assertThat(output).contains("computed=20 rows=20 cheap=10");
    assertTokens(keys.token());
    assertThat(seen("environment")).contains("spark.hadoop.fs.s3a.secret.key", REDACTED);
    assertNowhere();
  }

  @Test
  void job_keysInTheEnvironmentOfDriverAndWorkers_areUsedAndShownNowhere() throws Exception {
    String output = run(-1, keys.variables(""), Map.of());
    assertThat(output).contains("computed=20 rows=20 cheap=10");
    assertTokens(keys.token(), OF_WORKERS.token());
    assertNowhere();
  }

  @Test
  void job_keysForTheEnvironmentOfExecutors_areUsedAndShownNowhere() throws Exception {
    String output = run(-1, keys.variables(""), keys.variables("spark.executorEnv."));
    assertThat(output).contains("computed=20 rows=20 cheap=10");
    assertTokens(keys.token());
    assertThat(seen("environment")).contains("spark.executorEnv.AWS_SECRET_ACCESS_KEY", REDACTED);
    assertNowhere();
  }

  @Test
  void job_fails_keysAreShownNowhere() throws Exception {
    String output = run(7, NO_KEYS, keys.settings());
    assertThat(output).contains("ended=UnitFailedException", "no price");
    assertTokens(keys.token());
    assertNowhere();
  }

  /** As S3 refuses a signature: it repeats what was signed, and the token is a part of that. */
  @Test
  void job_serverRefusesAndRepeatsWhatItWasSent_keysAreShownNowhere() throws Exception {
    proxy.always(
        sent ->
            new Fault.Answered(
                403,
                Map.of("Content-Type", "application/xml"),
                "<?xml version=\"1.0\"?><Error><Code>SignatureDoesNotMatch</Code><Message>It does not match.</Message><CanonicalRequest>%s x-amz-security-token:%s</CanonicalRequest></Error>"
                    .formatted(sent.method(), sent.headers().get("x-amz-security-token"))));
    String output = run(-1, NO_KEYS, keys.settings());
    assertThat(output).contains("ended=", "403");
    assertTokens(keys.token());
    assertNowhere();
  }

  @Test
  void job_providerIsNotKnown_isRefusedAndKeysAreShownNowhere() throws Exception {
    settings.remove("spark.plugins");
    settings.put("spark.hadoop.fs.s3a.aws.credentials.provider", "desk.Vault");
    String output = run(-1, NO_KEYS, keys.settings());
    assertThat(output).contains("ended=", "'desk.Vault' is not known here");
    assertThat(proxy.sent()).isEmpty();
    assertNowhere();
  }

  /** What docs/spark.md warns of; and so what is looked through is what shows. */
  @Test
  void job_keysInJavaOptionsOfExecutors_areInTheirCommands() throws Exception {
    String options =
        "-Daws.accessKeyId=desk -Daws.secretAccessKey=%s -Daws.sessionToken=%s"
            .formatted(keys.secret(), keys.token());
    settings.put("spark.executor.extraJavaOptions", options);
    String output = run(-1, keys.variables(""), Map.of());
    assertThat(output).contains("computed=20 rows=20 cheap=10");
    assertTokens(keys.token());
    assertThat(with(keys.secret()))
        .hasSize(3) // the driver's, which has --conf in it, and those of two executors
        .allMatch(name -> name.startsWith("command of "));
  }

  /** Runs the application, collects all there is to be seen, and returns what the driver prints. */
  private String run(long failing, Map<String, String> variables, Map<String, String> secrets)
      throws IOException, InterruptedException {
    Path file = folder.resolve("secrets.properties");
    Files.write(
        file, secrets.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
    var scene = new Scene(Files.createDirectory(folder.resolve("scene")).toString());
    scene.hold(SecretsApplication.END);
    List<String> arguments = List.of(uri, "secret", Long.toString(failing), scene.folder());
    List<String> options = List.of("--properties-file", file.toString());
    try (JavaProcess driver =
        CLUSTER.submit(
            SecretsApplication.class, 2, List.of(), variables, settings, options, arguments)) {
      await().atMost(LONG).until(() -> driver.output().contains("\ndone") || !driver.isAlive());
      Matcher application = APPLICATION.matcher(driver.output());
      assertThat(driver.isAlive() && application.find()).as(driver.output()).isTrue();
      String id = application.group(1);
      lookAtDriver(URI.create("http://127.0.0.1:" + application.group(2) + "/"), id);
      lookAtCluster("live ");
      lookAtCommands(driver);
      scene.release(SecretsApplication.END);
      assertThat(driver.waitFor()).as(driver.output()).isZero();
      CLUSTER.awaitIdle();
      lookAtCluster("ended ");
      seen.put("output of the driver", driver.output());
      lookAtFiles(id);
      return driver.output();
    }
  }

  private void lookAtDriver(URI page, String application) throws IOException, InterruptedException {
    String rest = "api/v1/applications/" + application + "/";
    seen.putAll(
        WebPages.of(
            page,
            List.of(
                "api/v1/applications",
                rest + "environment",
                rest + "jobs",
                rest + "stages?details=true&withSummaries=true",
                rest + "allexecutors",
                rest + "executors/driver/threads",
                rest + "sql?details=true&planDescription=true",
                rest + "storage/rdd",
                "metrics/json/",
                "metrics/executors/prometheus/")));
  }

  private void lookAtCluster(String when) throws IOException, InterruptedException {
    lookAtServer(
        when, CLUSTER.master(), "json/", "metrics/master/json/", "metrics/applications/json/");
    for (JavaProcess worker : CLUSTER.workers()) {
      lookAtServer(when, worker, "json/", "metrics/json/");
    }
  }

  private void lookAtServer(String when, JavaProcess server, String... unlinked)
      throws IOException, InterruptedException {
    Matcher address = ADDRESS.matcher(server.output());
    assertThat(address.find()).as(server.output()).isTrue();
    WebPages.of(URI.create(address.group(1) + "/"), List.of(unlinked))
        .forEach((page, text) -> seen.put(when + page, text));
  }

  private void lookAtCommands(JavaProcess driver) throws IOException {
    var processes = new ArrayList<>(CLUSTER.executors());
    assertThat(processes).hasSize(2);
    processes.add(driver.handle());
    processes.add(CLUSTER.master().handle());
    CLUSTER.workers().forEach(worker -> processes.add(worker.handle()));
    for (ProcessHandle process : processes) {
      String command =
          Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"), ISO_8859_1);
      assertThat(command).contains("org.apache.spark");
      seen.put("command of " + process.pid(), command);
    }
  }

  private void lookAtFiles(String application) throws IOException {
    seen.put("event log", Files.readString(folder.resolve(application), ISO_8859_1));
    try (Stream<Path> files = Files.walk(StandaloneCluster.outputOfExecutors(application))) {
      for (Path file : files.filter(path -> path.toString().matches(".*/std(out|err)")).toList()) {
        seen.put("executor " + file, Files.readString(file, ISO_8859_1));
      }
    }
    var servers = new ArrayList<>(CLUSTER.workers());
    servers.add(CLUSTER.master());
    servers.forEach(server -> seen.put("output " + server.handle().pid(), server.output()));
  }

  /** All that is seen under names with this text in them. */
  private String seen(String name) {
    return String.join(
        "\n",
        seen.entrySet().stream()
            .filter(entry -> entry.getKey().contains(name))
            .map(Map.Entry::getValue)
            .toList());
  }

  private void assertTokens(String... tokens) {
    assertThat(proxy.sent().stream().map(sent -> sent.headers().get("x-amz-security-token")))
        .isNotEmpty()
        .containsOnly(tokens);
  }

  private void assertNowhere() {
    assertThat(seen("event log")).contains("SparkListenerApplicationStart");
    assertThat(seen("/json/")).contains("SecretsApplication");
    assertThat(seen("/logPage/")).contains("CoarseGrainedExecutorBackend");
    assertThat(seen("executor ")).contains("DEBUG");
    assertThat(seen("output of the driver")).contains("DEBUG");
    assertThat(Stream.of(keys, OF_WORKERS).flatMap(all -> Stream.of(all.secret(), all.token())))
        .allSatisfy(secret -> assertThat(with(secret)).isEmpty());
  }

  /** The names of what has this text in it. */
  private List<String> with(String text) {
    return seen.entrySet().stream()
        .filter(entry -> entry.getValue().contains(text))
        .map(Map.Entry::getKey)
        .toList();
  }
}
