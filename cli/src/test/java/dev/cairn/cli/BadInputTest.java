package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.cairn.s3.testing.S3TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong: one line that says it, an exit code, and nothing lost. */
final class BadInputTest {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  @TempDir Path folder;

  @BeforeEach
  void saveSomething() throws IOException {
    Files.writeString(folder.resolve("note"), "precious");
    Files.createDirectory(folder.resolve("directory"));
    Files.createDirectories(folder.resolve("blocked/note"));
    CommandRun saved = run("save STORE training/ranker --step 1 --item note=FOLDER/note");
    assertThat(saved.exitCode()).as(saved.err()).isZero();
  }

  static Stream<Arguments> cases() {
    return Stream.of(
        // the command line
        arguments("", USAGE, "No command"),
        arguments("frobnicate", USAGE, "frobnicate"),
        arguments("help frobnicate", USAGE, "frobnicate"),
        arguments("list", USAGE, "--store"),
        arguments("list STORE --colour", USAGE, "--colour"),
        arguments("list STORE surplus", USAGE, "surplus"),
        arguments("list STORE --store /tmp/other", USAGE, "--store"),
        arguments("save STORE training/ranker", USAGE, "--step"),
        arguments("save STORE --step 1", USAGE, "--process"),
        arguments("save STORE ranker --step 1", USAGE, "TYPE/NAME"),
        arguments("save STORE training/.. --step 1", USAGE, "'..'"),
        arguments("save STORE a/b/c --step 1", USAGE, "'b/c'"),
        arguments("save STORE training/ranker --step one", USAGE, "'one'"),
        arguments("save STORE training/ranker --step -1", USAGE, "'-1'"),
        arguments("save STORE training/ranker --step 1 --total 1e9", USAGE, "'1e9'"),
        arguments("save STORE training/ranker --step 1 --status done", USAGE, "completed"),
        arguments("save STORE training/ranker --step 1 --metric loss", USAGE, "NAME=NUMBER"),
        arguments("save STORE training/ranker --step 1 --metric loss=low", USAGE, "'loss=low'"),
        arguments("save STORE training/ranker --step 1 --metric a=1 --metric a=2", USAGE, "twice"),
        arguments("save STORE training/ranker --step 1 --item note", USAGE, "NAME=FILE"),
        arguments("save STORE training/ranker --step 1 --item =note", USAGE, "NAME=FILE"),
        arguments("save STORE training/ranker --step 1 --item ../x=FOLDER/note", USAGE, "'../x'"),
        arguments(
            "save STORE training/ranker --step 1 --item a=FOLDER/note --item a=FOLDER/note",
            USAGE,
            "two"),
        arguments("restore STORE training/ranker", USAGE, "--to"),
        arguments("copy STORE training/ranker", USAGE, "--to-store"),
        arguments("copy STORE --to-store FOLDER/other", USAGE, "--process"),
        arguments("export STORE training/ranker", USAGE, "--to"),
        arguments("import STORE", USAGE, "--from"),
        arguments("demo --units 0", USAGE, "--units"),
        arguments("demo --units 5986", USAGE, "1 to 5985"),
        arguments("demo --units many", USAGE, "'many'"),
        arguments("demo --cores 0", USAGE, "--cores"),
        arguments("demo --resume-cores 65", USAGE, "--resume-cores"),
        arguments("demo --kill-at 1", USAGE, "--kill-at"),
        arguments("demo --kill-at NaN", USAGE, "--kill-at"),
        arguments("demo --kill-at 0.5 --no-kill", USAGE, "--no-kill"),
        arguments("demo --store memory:x", USAGE, "memory"),
        // files
        arguments(
            "save STORE training/ranker --step 1 --item note=FOLDER/absent",
            FAILED,
            "no such file"),
        arguments(
            "save STORE training/ranker --step 1 --item note=FOLDER/directory",
            FAILED,
            "not a regular file"),
        arguments(
            "save STORE training/ranker --step 1 --item note=/dev/zero", FAILED, "regular file"),
        arguments("restore STORE training/ranker --to FOLDER/note", FAILED, "FOLDER/note"),
        arguments("restore STORE training/ranker --to FOLDER/note/below", FAILED, "FOLDER/note"),
        arguments("restore STORE training/ranker --to FOLDER/blocked", FAILED, "a directory"),
        arguments("restore STORE training/ranker --to /proc/nowhere", FAILED, "/proc/nowhere"),
        arguments("export STORE training/ranker --to FOLDER/note", FAILED, "of that name"),
        arguments("export STORE training/ranker --to FOLDER/directory", FAILED, "a directory"),
        arguments("export STORE training/ranker --to FOLDER/absent/x", FAILED, "no such file"),
        arguments("import STORE --from FOLDER/absent", FAILED, "no such file"),
        arguments("import STORE --from FOLDER/directory", FAILED, "not a regular file"),
        arguments("import STORE --from /dev/zero", FAILED, "not a regular file"),
        arguments("import STORE --from FOLDER/note", FAILED, "FOLDER/note"),
        // stores
        arguments("copy STORE training/ranker --to-store ftp://host/x", FAILED, "'ftp:'"),
        arguments("list --store ftp://host/x", FAILED, "'ftp:'"),
        arguments("list --store file:relative", FAILED, "file:/"),
        arguments("list --store s3:bucket", FAILED, "s3:"),
        arguments("status --store memory:a/b", FAILED, "memory:"),
        arguments("save --store FOLDER/note --process a/b --step 1", FAILED, "FOLDER/note"),
        arguments("save --store FOLDER/note/x --process a/b --step 1", FAILED, "FOLDER/note"),
        arguments("demo --store ftp://host/x", FAILED, "'ftp:'"),
        arguments("demo --store FOLDER/note", FAILED, "FOLDER/note"),
        // what is not there
        arguments("list STORE training/other", FAILED, "training/ranker"),
        arguments("status STORE training/other", FAILED, "training/ranker"),
        arguments("gc", USAGE, "--store"),
        arguments("gc STORE no-slash", USAGE, "TYPE/NAME"),
        arguments("gc STORE training/other", FAILED, "training/ranker"),
        arguments("copy STORE training/other --to-store FOLDER/o", FAILED, "training/ranker"),
        arguments("export STORE training/other --to FOLDER/x", FAILED, "training/ranker"),
        arguments("export STORE training/ranker --version v7 --to FOLDER/x", FAILED, "v2"),
        arguments("restore STORE training/other --to FOLDER/out", FAILED, "training/ranker"),
        arguments("restore STORE training/ranker --to FOLDER/out --version new", FAILED, "'new'"),
        arguments("restore STORE training/ranker --to FOLDER/out --version v7", FAILED, "v2"));
  }

  @ParameterizedTest(name = "cairn {0}")
  @MethodSource("cases")
  void oneLine_andNothingLost(String line, int exitCode, String part) throws IOException {
    CommandRun run = run(line);
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("cairn: ")
        .endsWith(".\n")
        .hasLineCount(1)
        .contains(part.replace("FOLDER", folder.toString()))
        .doesNotContain("\tat ")
        .doesNotContain("null");
    assertNothingLost();
  }

  @Test
  void verbose_showsWhereTheFailureCameFrom() {
    CommandRun run = run("-v list --store ftp://host/x");
    assertThat(run.err()).startsWith("cairn: ").contains("\tat dev.cairn.store.ObjectStores.open");
    assertThat(run("list --store ftp://host/x -v").err()).contains("\tat dev.cairn");
  }

  @Test
  void missingBucket_isNamed() {
    S3TestServer.shared();
    CommandRun run = run("list --store s3://cairn-no-such-bucket/x");
    assertThat(run.exitCode()).isEqualTo(FAILED);
    assertThat(run.err())
        .startsWith("cairn: ")
        .contains("there is no bucket 'cairn-no-such-bucket'")
        .hasLineCount(1);
  }

  @Test
  void secretsInAUri_areNotShown() {
    CommandRun run = run("list --store https://me:hunter2@host/x?token=hunter3");
    assertThat(run.exitCode()).isEqualTo(FAILED);
    assertThat(run.err()).doesNotContain("hunter").hasLineCount(1);
  }

  @Test
  void standardOutputIsFull_isSaid() {
    var err = new java.io.StringWriter();
    var full =
        new java.io.PrintWriter(
            new java.io.Writer() {
              @Override
              public void write(char[] text, int offset, int length) throws IOException {
                throw new IOException("No space left on device");
              }

              @Override
              public void flush() {}

              @Override
              public void close() {}
            });
    int exitCode =
        Cairn.run(
            full, new java.io.PrintWriter(err), "list", "--store", folder.resolve("s").toString());
    assertThat(exitCode).isEqualTo(FAILED);
    assertThat(err.toString()).startsWith("cairn: ").hasLineCount(1);
  }

  private void assertNothingLost() throws IOException {
    CommandRun run = run("restore STORE training/ranker --to FOLDER/check");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("Restored v2 of");
    assertThat(folder.resolve("check/note")).hasContent("precious");
    assertThat(folder.resolve("note")).hasContent("precious");
    assertThat(folder.resolve("out")).doesNotExist();
    assertThat(folder.resolve("blocked/note")).isEmptyDirectory();
    try (Stream<Path> files = Files.list(folder.resolve("blocked"))) {
      assertThat(files).hasSize(1);
    }
  }

  /** Runs a line in which STORE and a process after it stand for the options with their values. */
  private CommandRun run(String line) {
    List<String> arguments = new ArrayList<>();
    for (String word : Arrays.asList(line.split(" ", -1))) {
      String argument = word.replace("FOLDER", folder.toString());
      boolean afterStore =
          !arguments.isEmpty()
              && arguments.get(arguments.size() - 1).equals(folder.resolve("store").toString())
              && !word.startsWith("-")
              && !word.equals("surplus");
      if (word.equals("STORE")) {
        arguments.addAll(List.of("--store", folder.resolve("store").toString()));
      } else if (afterStore) {
        arguments.addAll(List.of("--process", argument));
      } else if (!word.isEmpty()) {
        arguments.add(argument);
      }
    }
    return CommandRun.of(arguments.toArray(String[]::new));
  }
}
