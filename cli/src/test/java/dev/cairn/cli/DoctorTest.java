package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.s3.testing.HeaderIgnoringServer;
import dev.cairn.s3.testing.S3TestServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of stores, in this JVM and as a process of its own. */
class DoctorTest {
  private static final S3TestServer SERVER = S3TestServer.shared();

  @Test
  void doctor_s3_isSafe() {
    String uri = SERVER.newStore(DoctorTest.class);
    CommandRun run = CommandRun.of("doctor", "--store", uri);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("create twice +good ")
        .containsPattern("create race +good ")
        .containsPattern("list order +good ")
        .containsPattern("versioning +good ");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void doctor_json_listsAllChecks() {
    CommandRun run =
        CommandRun.of("doctor", "--json", "--store", SERVER.newStore(DoctorTest.class) + "/a");
    JsonNode report = run.json();
    assertThat(run.exitCode()).isZero();
    assertThat(report.get("safe").asBoolean()).isTrue();
    assertThat(report.get("checks").findValuesAsText("check"))
        .contains("create-twice", "create-race", "delete", "versioning");
    assertThat(report.get("checks").findValuesAsText("verdict")).doesNotContain("bad");
  }

  @Test
  void doctor_directory_isSafe(@TempDir Path folder) {
    Path root = folder.resolve("new");
    CommandRun run = CommandRun.of("doctor", "--store", root.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("delete +good ");
    assertThat(root.resolve("_probe")).isEmptyDirectory();
  }

  @Test
  void doctor_serverIgnoresTheCondition_failsAndSaysWhatItDid() {
    try (HeaderIgnoringServer ignoring = HeaderIgnoringServer.before(SERVER)) {
      String uri = SERVER.newStore(DoctorTest.class) + "/a?endpoint=" + ignoring.endpoint();
      CommandRun run = CommandRun.of("doctor", "--store", uri);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).containsPattern("create twice +bad ").contains("was replaced");
      assertThat(run.err().lines())
          .singleElement()
          .asString()
          .contains("Cannot write checkpoints", "If-None-Match: *", "Use a store");

      CommandRun saved =
          CommandRun.of(
              "save",
              "--store",
              uri,
              "--process",
              "training/x",
              "--step",
              "1",
              "--item",
              "pom=pom.xml");
      assertThat(saved.exitCode()).isEqualTo(1);
      assertThat(saved.err()).contains("If-None-Match: *");
    }
  }

  @Test
  void doctor_noSuchBucket_failsAndSaysSo() {
    SERVER.newStore(DoctorTest.class);
    CommandRun run = CommandRun.of("doctor", "--store", "s3://cairn-no-such-bucket/x");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("there is no bucket");
    assertThat(List.of(run.err().split("\n"))).hasSize(1);
  }
}
