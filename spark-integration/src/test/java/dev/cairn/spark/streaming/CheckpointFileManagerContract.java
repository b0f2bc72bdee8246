package dev.cairn.spark.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.streaming.checkpointing.CheckpointFileManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Spark asks of a manager of checkpoint files, on any store. */
abstract class CheckpointFileManagerContract {
  private Path root;
  private CheckpointFileManager files;

  /** A new, empty checkpoint location. */
  protected abstract Path location();

  /** The settings that find it. */
  protected abstract Configuration settings();

  @BeforeEach
  void create() {
    root = location();
    files = manager(root);
  }

  /** As Spark makes it, by the class's name. */
  private CheckpointFileManager manager(Path path) {
    Configuration settings = settings();
    settings.set(CairnCheckpointFileManager.SETTING, CairnCheckpointFileManager.class.getName());
    return CheckpointFileManager.create(path, settings);
  }

  private void write(String name, String content) throws IOException {
    try (var out = files.createAtomic(new Path(root, name), false)) {
      out.write(content.getBytes(UTF_8));
    }
  }

  private String read(String name) throws IOException {
    try (var in = files.open(new Path(root, name))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private boolean exists(String name) {
    return files.exists(new Path(root, name));
  }

  private List<String> names(String folder) {
    return Arrays.stream(files.list(new Path(root, folder)))
        .map(status -> status.getPath().getName() + (status.isDirectory() ? "/" : ""))
        .sorted()
        .toList();
  }

  @Test
  void manager_isTheClassThatTheSettingNames() {
    assertThat(files).isInstanceOf(CairnCheckpointFileManager.class);
    assertThat(files.isLocal()).isFalse();
    assertThat(files.createCheckpointDirectory()).isEqualTo(root);
  }

  @Test
  void createAtomic_untilItIsClosed_nothingIsThere() throws IOException {
    var out = files.createAtomic(new Path(root, "offsets/0"), false);
    out.write("half".getBytes(UTF_8));
    out.flush();
    out.hflush();
    assertThat(exists("offsets/0")).isFalse();
    assertThat(names("offsets")).isEmpty();
    out.write(" and whole".getBytes(UTF_8));
    out.close();
    assertThat(read("offsets/0")).isEqualTo("half and whole");
    out.close();
    assertThat(read("offsets/0")).isEqualTo("half and whole");
  }

  @Test
  void createAtomic_cancelled_nothingIsThere() throws IOException {
    var out = files.createAtomic(new Path(root, "state/0/1.delta"), true);
    out.write(1);
    out.cancel();
    out.close();
    out.cancel();
    assertThat(exists("state/0/1.delta")).isFalse();
    assertThat(exists("state")).isFalse();
  }

  @Test
  void createAtomic_fileIsThere_throwsAtCloseAndKeepsIt() throws IOException {
    write("metadata", "first");
    var out = files.createAtomic(new Path(root, "metadata"), false);
    out.write("second".getBytes(UTF_8));
    assertThatThrownBy(out::close)
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("another query");
    out.close(); // as callers do that close in a finally
    out.cancel();
    assertThat(read("metadata")).isEqualTo("first");
  }

  @Test
  void createAtomic_overwriting_replacesWhole() throws IOException {
    write("state/0/1.delta", "a long first attempt");
    try (var out = files.createAtomic(new Path(root, "state/0/1.delta"), true)) {
      out.write("short".getBytes(UTF_8));
    }
    assertThat(read("state/0/1.delta")).isEqualTo("short");
  }

  @Test
  void createAtomic_emptyFile_isThere() throws IOException {
    write("empty", "");
    assertThat(exists("empty")).isTrue();
    assertThat(read("empty")).isEmpty();
  }

  @Test
  void createAtomic_manyAtOnce_oneSucceeds() throws Exception {
    int writers = 8;
    var pool = Executors.newFixedThreadPool(writers);
    try {
      for (int entry = 0; entry < 10; entry++) {
        var path = new Path(root, "offsets/" + entry);
        var start = new CyclicBarrier(writers);
        var winners = new AtomicInteger();
        var content = new String[writers];
        var ends =
            IntStream.range(0, writers)
                .mapToObj(
                    writer ->
                        pool.submit(
                            () -> {
                              var out = manager(root).createAtomic(path, false);
                              out.write(("writer " + writer).getBytes(UTF_8));
                              start.await();
                              try {
                                out.close();
                                winners.incrementAndGet();
                                content[0] = "writer " + writer;
                              } catch (FileAlreadyExistsException e) {
                                // another one has won
                              }
                              return null;
                            }))
                .toList();
        for (var end : ends) {
          end.get();
        }
        assertThat(winners).as("entry %d", entry).hasValue(1);
        assertThat(read("offsets/" + entry)).isEqualTo(content[0]);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void createAtomic_slotOfPurgedEntry_throwsAndLeavesNothing() throws IOException {
    for (String name : List.of("0", "1", "2", "9.compact", "10", "x")) {
      write("offsets/" + name, name);
    }
    for (String late : List.of("3", "9")) {
      var out = files.createAtomic(new Path(root, "offsets/" + late), false);
      out.write(1);
      assertThatThrownBy(out::close)
          .isInstanceOf(FileAlreadyExistsException.class)
          .hasMessageContaining("10 is newer");
      assertThat(exists("offsets/" + late)).isFalse();
    }
    write("offsets/11", "next");
    write("offsets/3.tmp", "no entry");
    assertThat(read("offsets/11")).isEqualTo("next");
  }

  @Test
  void open_noFile_throwsAsHadoopDoes() {
    assertThatThrownBy(() -> files.open(new Path(root, "commits/7")))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("commits/7");
  }

  @Test
  void open_seeksAndReadsAtPositions() throws IOException {
    write("file", "0123456789");
    try (var in = files.open(new Path(root, "file"))) {
      in.seek(7);
      assertThat(in.getPos()).isEqualTo(7);
      assertThat(new String(in.readNBytes(9), UTF_8)).isEqualTo("789");
      assertThat(in.read()).isEqualTo(-1);
      var three = new byte[3];
      in.readFully(2, three);
      assertThat(new String(three, UTF_8)).isEqualTo("234");
      assertThat(in.getPos()).isEqualTo(10);
      in.seek(1);
      assertThat(in.skip(3)).isEqualTo(3);
      assertThat(in.read()).isEqualTo('4');
      assertThatThrownBy(() -> in.seek(11)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void list_filesAndFolders_oneLevelWithSizes() throws IOException {
    write("state/0/1.delta", "12345");
    write("state/0/2.delta", "");
    write("state/0/default/x", "deep");
    write("state/00/1.delta", "");
    write("state.txt", "");
    assertThat(names("state")).containsExactly("0/", "00/");
    assertThat(names("state/0")).containsExactly("1.delta", "2.delta", "default/");
    FileStatus[] deltas =
        files.list(new Path(root, "state/0"), path -> path.getName().startsWith("1"));
    assertThat(deltas).hasSize(1);
    assertThat(deltas[0].getPath()).isEqualTo(new Path(root, "state/0/1.delta"));
    assertThat(deltas[0].getLen()).isEqualTo(5);
    assertThat(deltas[0].isFile()).isTrue();
    assertThat(names("nothing")).isEmpty();
  }

  @Test
  void exists_fileOrFolderWithFiles() throws IOException {
    files.mkdirs(new Path(root, "commits"));
    assertThat(exists("commits")).isFalse();
    assertThat(names("commits")).isEmpty();
    write("commits/0", "");
    assertThat(exists("commits")).isTrue();
    assertThat(exists("commits/0")).isTrue();
    assertThat(exists("commits/1")).isFalse();
    assertThat(exists("commit")).isFalse();
  }

  @Test
  void delete_fileFolderAndNothing() throws IOException {
    write("a/1", "");
    write("a/b/2", "");
    write("ab", "");
    files.delete(new Path(root, "a/1"));
    assertThat(names("a")).containsExactly("b/");
    files.delete(new Path(root, "a"));
    assertThat(exists("a")).isFalse();
    assertThat(exists("ab")).isTrue();
    files.delete(new Path(root, "a"));
    files.delete(root);
    assertThat(exists("ab")).isFalse();
  }
}
