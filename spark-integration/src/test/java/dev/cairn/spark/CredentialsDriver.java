package dev.cairn.spark;

import dev.cairn.CairnException;
import dev.cairn.ProcessId;
import dev.cairn.codec.Codecs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A driver of its own that shows all it can: {@code STORE-URI FOLDER UNIT [KEY=VALUE]...}. It logs
 * everything, writes an event log into FOLDER, and copies there the pages of its user interface.
 * UNIT is the unit that fails; -1 for none. Each KEY is a setting of Spark.
 */
final class CredentialsDriver {
  static final ProcessId PROCESS = ProcessId.backtest("secret");
  static final long UNITS = 20;

  /** Of the REST API and of the user interface, below the address of the interface. */
  private static final List<String> PAGES =
      List.of(
          "api/v1/applications",
          "api/v1/applications/APP/environment",
          "api/v1/applications/APP/jobs",
          "api/v1/applications/APP/stages?details=true",
          "api/v1/applications/APP/allexecutors",
          "environment/",
          "jobs/",
          "stages/",
          "executors/",
          "metrics/json/",
          "cairn/",
          "cairn/json/");

  private CredentialsDriver() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    logAll();
    Path folder = Path.of(arguments[1]);
    long failing = Long.parseLong(arguments[2]);
    SparkConf conf =
        LocalSpark.configuration("local[2]")
            .set("spark.logConf", "true")
            .set("spark.plugins", CairnPlugin.class.getName())
            .set("spark.cairn.store", arguments[0])
            .set("spark.ui.enabled", "true")
            .set("spark.ui.port", "0")
            .set("spark.eventLog.enabled", "true")
            .set("spark.eventLog.dir", folder.toUri().toString())
            .set("spark.eventLog.rolling.enabled", "false")
            .set("spark.eventLog.compress", "false");
    Arrays.stream(arguments)
        .skip(3)
        .map(setting -> setting.split("=", 2))
        .forEach(setting -> conf.set(setting[0], setting[1]));
    try (var spark = new JavaSparkContext(conf)) {
      try {
        RunResult<String> result =
            SparkRun.on(spark)
                .process(PROCESS)
                .codeVersion("1")
                .units(UNITS)
                .run(
                    Codecs.utf8(),
                    (unit, context) -> {
                      if (unit == failing) {
                        throw new IllegalStateException("no price");
                      }
                      return "result " + unit;
                    });
        System.out.println("computed=" + result.computed());
      } catch (CairnException e) {
        System.out.println("ended=" + e.getClass().getSimpleName());
        e.printStackTrace(System.out);
      }
      copyPages(spark, folder);
    }
  }

  /** The bytes on the wire apart, which show what goes to the server and no keys. */
  private static void logAll() {
    Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.DEBUG);
    Configurator.setLevel("org.apache.hc", Level.INFO);
    Configurator.setLevel("software.amazon", Level.INFO);
    Configurator.setLevel("org.sparkproject.jetty", Level.INFO);
  }

  private static void copyPages(JavaSparkContext spark, Path folder)
      throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    String address = "http://127.0.0.1:" + URI.create(spark.sc().uiWebUrl().get()).getPort() + "/";
    for (String page : PAGES) {
      String path = page.replace("APP", spark.sc().applicationId());
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(address + path)).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IOException(path + " was answered with " + answer.statusCode());
      }
      Files.write(folder.resolve("page-" + page.replaceAll("[^A-Za-z0-9]+", "-")), answer.body());
    }
  }
}
