package dev.cairn.internal.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tar archives, as the system's own tar sees them and as they are read back. */
final class TarTest {
  private static final Instant TIME = Instant.parse("2026-01-31T23:59:59.9Z");
  private static final long TEN_GIB = 10L << 30;

  @TempDir Path folder;

  @Test
  void archive_isReadBackAndByTheSystem() throws Exception {
    String deep = "runs/v12/" + "a".repeat(70) + "/" + "b".repeat(90);
    Path file = folder.resolve("a.tar");
    Files.write(file, archive(List.of("one", deep, "empty"), List.of("content", "x", "")));
    try (FileChannel channel = FileChannel.open(file)) {
      TarReader reader = new TarReader(channel);
      TarReader.Member one = reader.next();
      assertThat(one.path()).isEqualTo("one");
      assertThat(reader.next().path()).isEqualTo(deep);
      assertThat(reader.next().size()).isZero();
      reader.end();
      assertThat(reader.content(one).readAllBytes()).isEqualTo("content".getBytes(UTF_8));
    }
    assertThat(system("tar", "tvf", file.toString())).contains(deep).contains("-rw-r--r-- 0/0 ");
    assertThat(system("tar", "xOf", file.toString(), "one")).isEqualTo("content");
  }

  @Test
  void largerThanEightGiB_hasAnExtendedHeader() throws Exception {
    Path file = folder.resolve("large.tar");
    var start = new ByteArrayOutputStream();
    var stopped = new IOException("that is enough");
    assertThatThrownBy(
            () ->
                new TarWriter(start)
                    .add(
                        "large",
                        TEN_GIB,
                        TIME,
                        out -> {
                          throw stopped;
                        }))
        .isSameAs(stopped);
    assertThat(start.toString(US_ASCII)).contains("20 size=10737418240\n");
    // The rest is a hole, which takes no space.
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.write(start.toByteArray());
      sparse.setLength(start.size() + TEN_GIB + 2 * TarHeader.BLOCK);
    }
    try (FileChannel channel = FileChannel.open(file)) {
      TarReader reader = new TarReader(channel);
      assertThat(reader.next().size()).isEqualTo(TEN_GIB);
      reader.end();
    }
    assertThat(system("tar", "tvf", file.toString())).contains(" 10737418240 ").contains(" large");
  }

  @Test
  void times_outsideOfWhatAHeaderHolds_becomeTheNearest() throws IOException {
    for (Instant time : List.of(Instant.MIN, Instant.MAX)) {
      var out = new ByteArrayOutputStream();
      new TarWriter(out).add("a", 0, time, to -> {});
      assertThat(TarHeader.decode(out.toByteArray()).seconds()).isIn(0L, TarHeader.MAX_NUMBER);
    }
  }

  @Test
  void content_ofAnotherSize_isRefused() {
    TarWriter writer = new TarWriter(new ByteArrayOutputStream());
    assertThatThrownBy(() -> writer.add("a", 2, TIME, out -> out.write('x')))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> writer.add("a", 2, TIME, out -> out.write(new byte[3])))
        .isInstanceOf(IOException.class);
  }

  static byte[] archive(List<String> paths, List<String> contents) throws IOException {
    var out = new ByteArrayOutputStream();
    TarWriter writer = new TarWriter(out);
    for (int i = 0; i < paths.size(); i++) {
      byte[] content = contents.get(i).getBytes(UTF_8);
      writer.add(paths.get(i), content.length, TIME, to -> to.write(content));
    }
    writer.end();
    return out.toByteArray();
  }

  private static String system(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
