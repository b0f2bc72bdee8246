package dev.cairn.spark.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.spark.DriverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page of runs in the user interface of a real Spark, as a browser gets it. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class RunsPageTest {
  private static final String SECRET = "cnry0a1b2c3d4e5f";

  @TempDir private Path folder;

  @Test
  void page_runFailsIsResumedAndEnds_showsItAndKeepsTextsText() throws IOException {
    String output = drive(true);
    long done = figure(output, "done");
    long restored = figure(output, "restored");
    assertThat(restored).isPositive();
    assertThat(done).isGreaterThan(restored);

    JsonNode running = json("running");
    assertThat(running).hasSize(2);
    JsonNode resumed = running.get(0);
    assertThat(resumed.path("process").asText()).isEqualTo("backtest/swept");
    assertThat(resumed.path("folder").asText()).startsWith("backtest/swept/runs/");
    assertThat(resumed.path("state").asText()).isEqualTo("running");
    assertThat(resumed.path("phase").asText()).isEqualTo("computing");
    assertThat(resumed.path("units").asLong()).isEqualTo(40);
    assertThat(resumed.path("done").asLong()).isEqualTo(done);
    assertThat(resumed.path("restored").asLong()).isEqualTo(restored);
    assertThat(resumed.path("computed").asLong()).isEqualTo(done - restored);
    assertThat(resumed.path("partsDiscarded").asLong()).isZero();
    double pace = resumed.path("unitsPerSecond").asDouble();
    assertThat(pace).isPositive();
    assertThat(resumed.path("secondsLeft").asDouble() * pace)
        .isBetween(40.0 - done - pace / 1000, 40.0 - done + pace / 1000);
    assertThat(Instant.parse(resumed.path("committed").asText()))
        .isAfterOrEqualTo(Instant.parse(resumed.path("started").asText()));
    assertThat(resumed.path("ended").isNull()).isTrue();
    JsonNode failed = running.get(1);
    assertThat(failed.path("state").asText()).isEqualTo("failed");
    assertThat(failed.path("why").asText()).contains(RunsPageDriver.PROBE);
    assertThat(failed.path("lastCommit").asLong()).isLessThan(resumed.path("lastCommit").asLong());

    String page = page("running");
    assertThat(page)
        .contains(
            "<strong>backtest/swept</strong>",
            done + " of 40 (" + 100 * done / 40 + " %)",
            "running</span> computing",
            "failed</span>",
            "http-equiv=\"refresh\"",
            "&lt;script&gt;alert('probe')&lt;/script&gt; &amp; &quot;more&quot;")
        .containsPattern("href=\"[^\"]*/cairn/\">Cairn</a>");
    // the page is some milliseconds younger than the JSON
    assertThat(Pattern.compile("\\bv(\\d+)\\b").matcher(page).results())
        .extracting(version -> Long.valueOf(version.group(1)))
        .anyMatch(version -> version >= resumed.path("lastCommit").asLong());
    assertThat(page("running-still")).doesNotContain("http-equiv=\"refresh\"");

    JsonNode ended = json("ended").get(0);
    assertThat(ended.path("state").asText()).isEqualTo("completed");
    assertThat(ended.path("done").asLong()).isEqualTo(40);
    assertThat(ended.path("restored").asLong()).isEqualTo(restored);
    assertThat(ended.path("computed").asLong()).isEqualTo(figure(output, "computed"));
    assertThat(ended.path("lastCommit").asLong()).isEqualTo(figure(output, "version"));
    assertThat(Instant.parse(ended.path("ended").asText()))
        .isAfterOrEqualTo(Instant.parse(ended.path("committed").asText()));
    assertThat(page("ended"))
        .contains("40 of 40 (100 %)", "completed</span>")
        .doesNotContain("http-equiv=\"refresh\"");

    JsonNode again = json("again");
    assertThat(again).hasSize(3);
    assertThat(again.get(0).path("state").asText()).isEqualTo("completed");
    assertThat(again.get(0).path("restored").asLong()).isEqualTo(40);
    assertThat(again.get(0).path("lastCommit").asLong()).isEqualTo(figure(output, "version"));

    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        assertThat(Files.readString(file)).doesNotContain(SECRET);
      }
    }
    for (String name : new String[] {"running", "ended", "again"}) {
      assertThat(page(name)).doesNotContain("<script>alert");
    }
  }

  @Test
  void noUserInterface_runGoesOnAsEver() {
    String output = drive(false);
    assertThat(figure(output, "restored") + figure(output, "computed")).isEqualTo(40);
    assertThat(folder).isEmptyDirectory();
  }

  private String drive(boolean shown) {
    try (var driver =
        DriverProcess.start(
            Map.of("SPARK_LOCAL_IP", "127.0.0.1"),
            RunsPageDriver.class,
            folder.toString(),
            Boolean.toString(shown),
            SECRET)) {
      assertThat(driver.waitFor()).as(driver.output()).isZero();
      return driver.output();
    }
  }

  private static long figure(String output, String name) {
    Matcher found = Pattern.compile("\\b" + name + "=(\\d+)").matcher(output);
    assertThat(found.find()).as(output).isTrue();
    return Long.parseLong(found.group(1));
  }

  private JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(Files.readString(folder.resolve(name + ".json")));
  }

  private String page(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".html"));
  }
}
