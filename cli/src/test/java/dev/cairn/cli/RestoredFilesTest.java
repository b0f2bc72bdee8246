package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RestoredFilesTest {
  @TempDir Path folder;

  @BeforeEach
  void saveSomething() throws IOException {
    Files.writeString(folder.resolve("note"), "restored");
    run("save", "--step", "1", "--item", "note=" + folder.resolve("note"));
  }

  @Test
  void restore_nameIsALink_replacesTheLinkAndLeavesItsTarget() throws IOException {
    Path outside = Files.writeString(folder.resolve("outside"), "not yours");
    Path out = Files.createDirectory(folder.resolve("out"));
    Files.createSymbolicLink(out.resolve("note"), outside);
    run("restore", "--to", out.toString());
    assertThat(outside).hasContent("not yours");
    assertThat(Files.isSymbolicLink(out.resolve("note"))).isFalse();
    assertThat(out.resolve("note")).hasContent("restored");
  }

  @Test
  void restore_directoryIsALink_goesWhereItLeads() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Files.createSymbolicLink(folder.resolve("link"), real);
    run("restore", "--to", folder.resolve("link").toString());
    assertThat(real.resolve("note")).hasContent("restored");
  }

  @Test
  void restore_otherFilesOfTheDirectory_stay() throws IOException {
    Path out = Files.createDirectory(folder.resolve("out"));
    Files.writeString(out.resolve("other"), "mine");
    Files.writeString(out.resolve("note"), "old");
    run("restore", "--to", out.toString());
    assertThat(out.resolve("other")).hasContent("mine");
    assertThat(out.resolve("note")).hasContent("restored");
  }

  @Test
  void restore_newFile_isReadableLikeAnyOther() throws IOException {
    run("restore", "--to", folder.resolve("out").toString());
    Path usual = Files.writeString(folder.resolve("usual"), "");
    assertThat(Files.getPosixFilePermissions(folder.resolve("out/note")))
        .contains(PosixFilePermission.OWNER_READ)
        .isEqualTo(Files.getPosixFilePermissions(usual));
  }

  private void run(String command, String... more) {
    String[] arguments = new String[more.length + 5];
    arguments[0] = command;
    arguments[1] = "--store=" + folder.resolve("store");
    arguments[2] = "--process=a/b";
    arguments[3] = "--json";
    arguments[4] = "-v";
    System.arraycopy(more, 0, arguments, 5, more.length);
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.exitCode()).as(run.err()).isZero();
  }
}
