package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script at the root, as a process, in a tree with a space in its path. */
final class LauncherTest {
  private static final String FIRST = "Building Cairn (first use, a few minutes)...\n";

  @TempDir Path folder;
  private SourceTree tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = new SourceTree(folder);
  }

  @Test
  void firstUse_buildsAndRuns_laterUseOnlyRuns() throws Exception {
    tree.addJava();
    tree.addMaven();
    CommandRun first = tree.run("list", "--store", folder.resolve("a store").toString());
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out()).startsWith("There are no processes in " + folder.resolve("a store"));
    assertThat(first.err()).isEqualTo(FIRST);
    CommandRun second = tree.run("--version");
    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(second.out()).matches("cairn \\d.*\n");
    assertThat(second.err()).isEmpty();
    assertThat(tree.mavenCalls()).hasSize(1).first().asString().contains("-DskipTests package");
  }

  @Test
  void sourceIsNewer_buildsAgain() throws Exception {
    tree.addJava();
    tree.addMaven();
    tree.run("--version");
    Path source = Files.writeString(tree.root().resolve("core/src/main/New.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(Duration.ofSeconds(5))));
    assertThat(tree.run("--version").err()).contains("sources have changed");
    assertThat(tree.mavenCalls()).hasSize(2);
  }

  @Test
  void twoFirstUsesAtOnce_buildOnce() throws Exception {
    tree.addJava();
    tree.addMaven("touch() { : >\"$1\"; }", "touch started", "until [ -e go ]; do sleep 0.1; done");
    Process one = tree.start(Map.of(), "--version");
    await().atMost(Duration.ofMinutes(2)).until(() -> Files.exists(tree.root().resolve("started")));
    Process other = tree.start(Map.of(), "--version");
    Files.createFile(tree.root().resolve("go"));
    assertThat(SourceTree.end(one).exitCode()).isZero();
    assertThat(SourceTree.end(other).exitCode()).isZero();
    assertThat(tree.mavenCalls()).hasSize(1);
  }

  @Test
  void buildFails_saysWhy_andIsTriedAgain() throws Exception {
    tree.addJava();
    tree.addMaven("[ -e mended ] || { echo '[INFO] a lot'; echo '[ERROR] the reason'; exit 1; }");
    CommandRun failed = tree.run("--version");
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err())
        .startsWith(FIRST + "[ERROR] the reason\ncairn: The build failed")
        .doesNotContain("a lot");
    Files.createFile(tree.root().resolve("mended"));
    assertThat(tree.run("--version").exitCode()).isZero();
    assertThat(tree.mavenCalls()).hasSize(2);
  }

  @Test
  void mavenArguments_arePassedOn() throws Exception {
    tree.addJava();
    tree.addMaven();
    SourceTree.end(tree.start(Map.of("MAVEN_ARGS", "-o -Dx=y"), "--version"));
    assertThat(tree.mavenCalls()).first().asString().startsWith("-o -Dx=y ");
  }

  @Test
  void test_verifiesEverything() throws Exception {
    tree.addJava();
    tree.addMaven("exit 3");
    CommandRun run =
        SourceTree.end(
            tree.start(Map.of("CAIRN_TEST_S3_ENDPOINT", "http://127.0.0.1:1"), "test", "-Dx=y"));
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(tree.mavenCalls()).containsExactly("-B verify -Dx=y");
  }

  @Test
  void noMaven_saysSo() throws Exception {
    tree.addJava();
    CommandRun run = tree.run("--version");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("cairn: Maven was not found").hasLineCount(1);
  }

  @Test
  void javaHomeIsNoJdk17_anotherIsFound() throws Exception {
    tree.addJava();
    tree.addMaven();
    CommandRun run =
        SourceTree.end(tree.start(Map.of("JAVA_HOME", folder.toString()), "--version"));
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @Test
  void throughALink_findsItsTree() throws Exception {
    tree.addJava();
    tree.addMaven();
    Files.createDirectories(folder.resolve("bin"));
    Path link = Files.createSymbolicLink(folder.resolve("bin/cairn"), Path.of("../a tree/cairn"));
    CommandRun run = SourceTree.end(tree.start(link, Map.of(), "--version"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("cairn ");
  }

  @Test
  void wrongArguments_giveTheExitCodeOfTheCommand() throws Exception {
    tree.addJava();
    tree.addMaven();
    CommandRun run = tree.run("list", "");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }
}
