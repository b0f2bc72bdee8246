package dev.cairn.benchmarks.throughput;

import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointReader;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.Restored;
import dev.cairn.State;
import dev.cairn.codec.Codecs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A checkpoint of one item: cut, hashed, compressed as far as that helps, uploaded, committed. */
final class CairnContender implements Contender {
  static final ProcessId PROCESS = ProcessId.training("benchmark");

  private static final String ITEM = "weights";

  private final Site site;
  private final byte[] bytes;
  private final int parallelism;
  private @Nullable CheckpointManager manager;
  private @Nullable CheckpointReader reader;
  private long version;

  CairnContender(Site site, byte[] bytes, int parallelism) {
    this.site = site;
    this.bytes = bytes;
    this.parallelism = parallelism;
  }

  @Override
  public String name() {
    return "cairn";
  }

  @Override
  public void begin(String folder) {
    manager =
        CheckpointManager.builder()
            .store(site.uri(folder))
            .process(PROCESS)
            .parallelism(parallelism)
            .open();
    reader = CheckpointReader.open(site.uri(folder), PROCESS);
  }

  @Override
  public void save() {
    version = opened(manager).save(Progress.at(1), State.of(ITEM, Codecs.bytes(), bytes)).version();
  }

  @Override
  public List<Way> restores() {
    return List.of(
        new Way(name(), () -> read(opened(reader).openVersion(version))),
        new Way("cairn, whole first", () -> read(opened(reader).restore(version))));
  }

  private void read(Restored restored) {
    CountingSink sink = new CountingSink();
    try (InputStream in = restored.bytes(ITEM)) {
      in.transferTo(sink);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sink.require(bytes.length);
  }

  private static <T> T opened(@Nullable T resource) {
    if (resource == null) {
      throw new IllegalStateException("begin() comes first");
    }
    return resource;
  }

  @Override
  public void end() {
    opened(reader).close();
    opened(manager).close();
  }

  @Override
  public void close() {}

  /** Takes bytes and forgets them. */
  private static final class CountingSink extends OutputStream {
    private long count;

    @Override
    public void write(int b) {
      count++;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      count += length;
    }

    void require(long expected) {
      if (count != expected) {
        throw new IllegalStateException(count + " bytes came back of " + expected);
      }
    }
  }
}
