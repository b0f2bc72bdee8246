package dev.cairn;

import dev.cairn.internal.archive.TarReader.Member;
import dev.cairn.internal.data.ChunkDigests;
import dev.cairn.internal.data.StateWriter;
import dev.cairn.internal.log.Sha256;
import dev.cairn.run.PartName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;

/** Checkpoints and runs in an export file, all of which was verified when it was opened. */
final class FileOrigin implements Origin {
  private final Path path;
  private final FileChannel file;
  private final ExportScan scan;

  private FileOrigin(Path path, FileChannel file, ExportScan scan) {
    this.path = path;
    this.file = file;
    this.scan = scan;
  }

  /**
   * Opens and verifies a file.
   *
   * @throws DamagedExportException when it is not an export, or not whole
   * @throws UnsupportedFormatException when a newer version of Cairn wrote it
   * @throws ExportFileException when it cannot be read
   */
  static FileOrigin open(Path path) {
    FileChannel file = channel(path);
    try {
      return new FileOrigin(path, file, ExportScan.of(file, "The export " + path.getFileName()));
    } catch (IOException e) {
      close(file);
      throw new DamagedExportException(path, e.getMessage(), e);
    } catch (RuntimeException e) {
      close(file);
      throw e;
    }
  }

  @Override
  public ProcessId process() {
    return scan.process();
  }

  @Override
  public List<OriginCheckpoint> checkpoints() {
    return scan.checkpoints();
  }

  @Override
  public List<OriginRun> runs() {
    return scan.runs();
  }

  @Override
  public List<Skipped> missing() {
    return List.of();
  }

  @Override
  public List<? extends StateWriter.Source> state(OriginCheckpoint checkpoint) {
    return checkpoint.checkpoint().items().stream()
        .map(item -> new Source(item, scan.item(checkpoint.version(), item.name())))
        .toList();
  }

  @Override
  public List<String> chunks(OriginCheckpoint checkpoint, int item) {
    Member member =
        scan.item(checkpoint.version(), checkpoint.checkpoint().items().get(item).name()).member();
    try (InputStream in = scan.open(member)) {
      return ChunkDigests.of(in);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public List<PartName> parts(OriginRun run) {
    return List.copyOf(scan.parts(run.version()).navigableKeySet());
  }

  @Override
  public byte[] part(OriginRun run, PartName part) {
    Member member = java.util.Objects.requireNonNull(scan.parts(run.version()).get(part));
    try (InputStream in = scan.open(member)) {
      return in.readNBytes((int) member.size());
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    close(file);
  }

  /** An item in the file; its digest is compared again, since the file may be written to. */
  private final class Source implements StateWriter.Source {
    private final Checkpoint.Item item;
    private final ExportScan.Content content;

    Source(Checkpoint.Item item, ExportScan.Content content) {
      this.item = item;
      this.content = content;
    }

    @Override
    public String name() {
      return item.name();
    }

    @Override
    public String codec() {
      return item.codec();
    }

    @Override
    public void encode(OutputStream out) throws IOException {
      MessageDigest digest = Sha256.digest();
      try (InputStream in = new DigestInputStream(scan.open(content.member()), digest)) {
        in.transferTo(out);
      } catch (IOException e) {
        throw failure(e);
      }
      if (!Sha256.hex(digest).equals(content.sha256())) {
        throw new DamagedExportException(path, "it was changed while it was being read", null);
      }
    }
  }

  /** An interrupt closes the channel, which says nothing about the file. */
  private CairnException failure(IOException e) {
    return e instanceof ClosedChannelException
        ? new ExportFileException(
            "Cannot go on to import",
            path,
            new IOException("the thread was interrupted", e),
            "Open it again and import it again, which goes on behind what is there")
        : new DamagedExportException(path, e.getMessage(), e);
  }

  private static FileChannel channel(Path path) {
    try {
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        throw new IOException("it is not a regular file");
      }
      return FileChannel.open(path, StandardOpenOption.READ);
    } catch (IOException e) {
      throw new ExportFileException(
          "Cannot import", path, e, "Give a file that this user may read; nothing was written");
    }
  }

  private static void close(FileChannel file) {
    try {
      file.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
