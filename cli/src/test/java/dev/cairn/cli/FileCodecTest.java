package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.Codecs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileCodecTest {
  @TempDir Path folder;

  @Test
  void encode_givesWhatTheCodecForBytesReads() throws IOException {
    byte[] content = {1, 2, 3, 0, -1};
    Path file = Files.write(folder.resolve("file"), content);
    byte[] encoded = new FileCodec().toBytes(file);
    assertThat(Codecs.bytes().fromBytes(encoded)).isEqualTo(content);
    assertThat(new FileCodec().name()).isEqualTo(Codecs.bytes().name());
  }

  @Test
  void decode_givesANewFileWithTheBytes() throws IOException {
    Path file = new FileCodec().decode(new ByteArrayInputStream(new byte[] {4, 5}));
    try {
      assertThat(file).hasBinaryContent(new byte[] {4, 5});
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void encode_fileGrowsMeanwhile_isRefused() throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[100_000]);
    OutputStream growing =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            write(0);
          }
        };
    assertThatThrownBy(() -> new FileCodec().encode(file, growing))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("changed while it was being read");
  }
}
