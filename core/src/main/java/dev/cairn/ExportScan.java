package dev.cairn;

import static dev.cairn.ExportFacts.require;

import dev.cairn.internal.archive.ExportIndex;
import dev.cairn.internal.archive.ExportJson;
import dev.cairn.internal.archive.TarReader;
import dev.cairn.internal.archive.TarReader.Member;
import dev.cairn.internal.log.Sha256;
import dev.cairn.run.DamagedPartException;
import dev.cairn.run.PartName;
import dev.cairn.run.RunParts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * One look at all of an export file, before anything of it is used. The index comes first and says
 * which files follow, in which order and with which digests; whatever stands there instead (another
 * path, one that leads elsewhere, a link, a file twice, one too many) is refused where it stands.
 * What is kept in memory is the index and a few numbers for each file.
 */
final class ExportScan {
  private final TarReader archive;
  private final MessageDigest sums = Sha256.digest();
  private long sumsLength;

  private final List<OriginCheckpoint> checkpoints = new ArrayList<>();
  private final Map<Long, Map<String, Content>> items = new HashMap<>();
  private final List<OriginRun> runs = new ArrayList<>();
  private final Map<Long, NavigableMap<PartName, Member>> parts = new HashMap<>();
  private ProcessId process = ProcessId.training("none");

  /** The bytes of an item, and their digest. */
  record Content(Member member, String sha256) {}

  private ExportScan(TarReader archive) {
    this.archive = archive;
  }

  /**
   * Reads and verifies all of a file.
   *
   * @param what the file for messages
   * @throws IOException when it is not an export, or not whole; the message is a clause about "it"
   * @throws UnsupportedFormatException when a newer version of Cairn wrote it
   */
  static ExportScan of(FileChannel file, String what) throws IOException {
    ExportScan scan = new ExportScan(new TarReader(file));
    try {
      scan.readAll(what);
    } catch (InvalidRequestException e) {
      throw new IOException(e.getMessage(), e);
    } catch (DamagedPartException e) {
      throw new IOException("a part in it is damaged: " + e.why(), e);
    }
    return scan;
  }

  ProcessId process() {
    return process;
  }

  List<OriginCheckpoint> checkpoints() {
    return List.copyOf(checkpoints);
  }

  List<OriginRun> runs() {
    return List.copyOf(runs);
  }

  Content item(long version, String name) {
    return java.util.Objects.requireNonNull(
        java.util.Objects.requireNonNull(items.get(version)).get(name));
  }

  NavigableMap<PartName, Member> parts(long run) {
    return java.util.Objects.requireNonNull(parts.get(run));
  }

  InputStream open(Member member) {
    return archive.content(member);
  }

  private void readAll(String what) throws IOException {
    ExportIndex index = readIndex(what);
    process = ProcessId.parse(index.process());
    readFacts(index);
    for (ExportIndex.CheckpointEntry checkpoint : index.checkpoints()) {
      Map<String, Content> contents = new HashMap<>();
      for (ExportIndex.ItemEntry item : checkpoint.items()) {
        contents.put(item.name(), readItem(item));
      }
      items.put(checkpoint.version(), contents);
    }
    for (int run = 0; run < runs.size(); run++) {
      parts.put(runs.get(run).version(), readParts(runs.get(run), index.runs().get(run).parts()));
    }
    readSums();
    archive.end();
  }

  private ExportIndex readIndex(String what) throws IOException {
    Member member = next(ExportIndex.PATH);
    if (member.size() > ExportJson.MAX_BYTES) {
      throw new IOException("its index has %d bytes, which is too much".formatted(member.size()));
    }
    byte[] json = bytes(member);
    add(Sha256.of(java.nio.ByteBuffer.wrap(json)), ExportIndex.PATH);
    return ExportJson.decode(json, what);
  }

  private void readFacts(ExportIndex index) {
    long before = 0;
    Set<String> tags = new HashSet<>();
    Set<Long> versions = new HashSet<>();
    for (ExportIndex.CheckpointEntry entry : index.checkpoints()) {
      OriginCheckpoint checkpoint = ExportFacts.checkpoint(process, entry);
      require(entry.version() > before, "its checkpoints are not in the order of their versions");
      before = entry.version();
      versions.add(before);
      for (String tag : checkpoint.tags().keySet()) {
        require(tags.add(tag), "two of its checkpoints have the same tag");
      }
      checkpoints.add(checkpoint);
    }
    before = 0;
    long count = 0;
    for (ExportIndex.RunEntry entry : index.runs()) {
      OriginRun run = ExportFacts.run(entry);
      require(entry.version() > before, "its runs are not in the order of their versions");
      before = entry.version();
      require(!versions.contains(before), "a run in it has the version of a checkpoint");
      long completedBy = run.completedBy().orElse(Long.MAX_VALUE);
      require(
          completedBy == Long.MAX_VALUE || (completedBy > before && versions.contains(completedBy)),
          "a run in it was closed by a checkpoint that it does not have");
      count += entry.parts();
      require(count <= ExportIndex.MAX_PARTS, "it has too many parts");
      runs.add(run);
    }
  }

  private Content readItem(ExportIndex.ItemEntry item) throws IOException {
    Member member = next(item.path());
    if (member.size() != item.bytes()) {
      throw new IOException("the size of a file in it is not the one that its index has");
    }
    if (!sha256(member).equals(item.sha256())) {
      throw new IOException(
          "the SHA-256 of the file %s in it does not match".formatted(item.path()));
    }
    add(item.sha256(), item.path());
    return new Content(member, item.sha256());
  }

  private NavigableMap<PartName, Member> readParts(OriginRun run, int count) throws IOException {
    NavigableMap<PartName, Member> found = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      Member member = archive.next();
      PartName part =
          ExportFacts.part(run.version(), member.path())
              .filter(name -> name.units().last() < run.definition().units())
              .filter(name -> found.isEmpty() || found.lastKey().compareTo(name) < 0)
              .orElseThrow(
                  () -> new IOException("it has another file where a part of a run should be"));
      if (member.size() > RunParts.MAX_STORED) {
        throw new IOException("a part in it has %d bytes".formatted(member.size()));
      }
      byte[] stored = bytes(member);
      RunParts.check(part, stored);
      add(Sha256.of(java.nio.ByteBuffer.wrap(stored)), member.path());
      found.put(part, member);
    }
    return found;
  }

  private void readSums() throws IOException {
    Member member = next(ExportIndex.SUMS);
    if (member.size() != sumsLength || !sha256(member).equals(Sha256.hex(sums))) {
      throw new IOException("its %s is not that of its files".formatted(ExportIndex.SUMS));
    }
  }

  private Member next(String path) throws IOException {
    Member member = archive.next();
    if (!member.path().equals(path)) {
      throw new IOException("it has another file where %s should be".formatted(path));
    }
    return member;
  }

  private void add(String sha256, String path) {
    byte[] line = ExportIndex.sum(sha256, path).getBytes(StandardCharsets.US_ASCII);
    sums.update(line);
    sumsLength += line.length;
  }

  private byte[] bytes(Member member) throws IOException {
    try (InputStream in = archive.content(member)) {
      return in.readNBytes((int) member.size());
    }
  }

  private String sha256(Member member) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = archive.content(member)) {
      in.transferTo(
          new java.security.DigestOutputStream(java.io.OutputStream.nullOutputStream(), digest));
    }
    return Sha256.hex(digest);
  }
}
