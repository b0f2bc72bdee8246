package dev.cairn;

import dev.cairn.internal.archive.ExportIndex;
import dev.cairn.internal.archive.ExportJson;
import dev.cairn.internal.archive.TarWriter;
import dev.cairn.internal.data.StateWriter;
import dev.cairn.internal.log.Sha256;
import dev.cairn.run.DamagedPartException;
import dev.cairn.run.PartName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes what an origin has to one file. Everything is read twice: once to find out what is whole
 * and what its digests are, since the index that comes first in the file has them, and once to
 * write it. Both are done item by item, part by part. For one use.
 */
final class Exporting {
  private final Origin origin;
  private final List<Skipped> skipped = new ArrayList<>();
  private final List<OriginCheckpoint> checkpoints = new ArrayList<>();
  private final List<ExportIndex.CheckpointEntry> entries = new ArrayList<>();
  private final List<OriginRun> runs = new ArrayList<>();
  private final Map<Long, List<PartName>> parts = new HashMap<>();
  private final Map<Long, DamagedPartException> damagedRuns = new HashMap<>();
  private final StringBuilder sums = new StringBuilder();
  private @Nullable CairnException damage;
  private int partCount;

  Exporting(Origin origin) {
    this.origin = origin;
    skipped.addAll(origin.missing());
  }

  /**
   * Writes the file.
   *
   * @throws DamagedException when no checkpoint is whole, or what was whole is damaged by the time
   *     it is written; there is no file then
   */
  ExportReport writeTo(Path path, CheckpointTransfer.OnExisting onExisting) {
    try (ExportFile file = ExportFile.create(path, onExisting)) {
      origin.runs().forEach(this::verify);
      origin.checkpoints().forEach(this::verify);
      if (checkpoints.isEmpty() && damage != null) {
        throw damage;
      }
      origin.runs().forEach(run -> runs.add(whole(run)));
      long bytes = file.write(this::write);
      return new ExportReport(
          origin.process(),
          path,
          bytes,
          checkpoints.stream().map(OriginCheckpoint::checkpoint).toList(),
          skipped,
          partCount);
    }
  }

  private void verify(OriginRun run) {
    List<PartName> whole = new ArrayList<>();
    for (PartName part : origin.parts(run)) {
      try {
        origin.part(run, part);
        whole.add(part);
      } catch (DamagedPartException e) {
        damagedRuns.putIfAbsent(run.version(), e);
      }
    }
    parts.put(run.version(), whole);
    partCount += whole.size();
    if (partCount > ExportIndex.MAX_PARTS) {
      throw new InvalidRequestException(
          "The runs of %s have more than %d parts, which is more than an export holds. Copy to another store instead."
              .formatted(origin.process(), ExportIndex.MAX_PARTS));
    }
  }

  private void verify(OriginCheckpoint checkpoint) {
    for (OriginRun run : origin.runs()) {
      CairnException lost = damagedRuns.get(run.version());
      if (lost != null && run.completedBy().orElse(0) == checkpoint.version()) {
        skip(checkpoint, lost);
        return;
      }
    }
    List<String> digests = new ArrayList<>();
    try {
      for (StateWriter.Source item : origin.state(checkpoint)) {
        MessageDigest digest = Sha256.digest();
        item.encode(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        digests.add(Sha256.hex(digest));
      }
    } catch (DamagedException | CheckpointNotFoundException e) {
      skip(checkpoint, e);
      return;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    entries.add(ExportFacts.entry(checkpoint, digests));
    checkpoints.add(checkpoint);
  }

  private void skip(OriginCheckpoint checkpoint, CairnException why) {
    if (damage == null) {
      damage = why;
    }
    skipped.add(new Skipped(checkpoint.version(), String.valueOf(why.getMessage())));
  }

  /** A run whose last checkpoint is not in the export is open in it. */
  private OriginRun whole(OriginRun run) {
    boolean isClosed =
        checkpoints.stream()
            .anyMatch(checkpoint -> checkpoint.version() == run.completedBy().orElse(0));
    return isClosed
        ? run
        : new OriginRun(run.version(), run.definition(), run.registered(), OptionalLong.empty());
  }

  private void write(OutputStream out) throws IOException {
    TarWriter archive = new TarWriter(out);
    Instant newest =
        checkpoints.stream()
            .map(checkpoint -> checkpoint.checkpoint().time())
            .max(Instant::compareTo)
            .orElse(Instant.EPOCH);
    add(archive, ExportIndex.PATH, newest, index());
    for (int i = 0; i < checkpoints.size(); i++) {
      write(archive, checkpoints.get(i), entries.get(i));
    }
    for (OriginRun run : runs) {
      for (PartName part : parts.getOrDefault(run.version(), List.of())) {
        add(
            archive,
            ExportFacts.path(run.version(), part),
            run.registered(),
            origin.part(run, part));
      }
    }
    byte[] lines = sums.toString().getBytes(StandardCharsets.US_ASCII);
    archive.add(ExportIndex.SUMS, lines.length, newest, to -> to.write(lines));
    archive.end();
  }

  private void write(
      TarWriter archive, OriginCheckpoint checkpoint, ExportIndex.CheckpointEntry entry)
      throws IOException {
    List<? extends StateWriter.Source> state = origin.state(checkpoint);
    for (int i = 0; i < state.size(); i++) {
      ExportIndex.ItemEntry item = entry.items().get(i);
      String sha256 =
          archive.add(
              item.path(), item.bytes(), checkpoint.checkpoint().time(), state.get(i)::encode);
      if (!sha256.equals(item.sha256())) {
        throw new IllegalStateException("verified twice, and different: " + item.path());
      }
      sums.append(ExportIndex.sum(sha256, item.path()));
    }
  }

  private byte[] index() {
    byte[] index =
        ExportJson.encode(
            new ExportIndex(
                ExportIndex.FORMAT,
                origin.process().toString(),
                entries,
                runs.stream()
                    .map(
                        run ->
                            ExportFacts.entry(
                                run, parts.getOrDefault(run.version(), List.of()).size()))
                    .toList()));
    if (index.length > ExportJson.MAX_BYTES) {
      throw new InvalidRequestException(
          "%s has too many checkpoints for one export, whose index has at most %d bytes. Export them one by one, or copy to another store."
              .formatted(origin.process(), ExportJson.MAX_BYTES));
    }
    return index;
  }

  private void add(TarWriter archive, String path, Instant time, byte[] content)
      throws IOException {
    String sha256 = archive.add(path, content.length, time, to -> to.write(content));
    sums.append(ExportIndex.sum(sha256, path));
  }
}
