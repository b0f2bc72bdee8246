package dev.cairn.hostile;

import static dev.cairn.hostile.Example.RANKER;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.CheckpointReader;
import dev.cairn.CheckpointTransfer;
import dev.cairn.CheckpointTransfer.OnExisting;
import dev.cairn.internal.archive.TarReader;
import dev.cairn.internal.archive.TarWriter;
import dev.cairn.store.memory.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Export files: any bytes, any index and any names of members, with sums that are right for it. */
final class HostileExports implements Source {
  private static final String INDEX = "checkpoints.json";
  private static final String SUMS = "SHA256SUMS";

  private final Path file;
  private final byte[] good;
  private final Map<String, byte[]> members = new LinkedHashMap<>();
  private final JsonNode index;

  HostileExports(Example example, Path folder) throws IOException {
    this.file = folder.resolve("export.tar");
    try (CheckpointReader reader = CheckpointReader.open(example.copy(), RANKER);
        CheckpointTransfer transfer = CheckpointTransfer.one(reader, "latest")) {
      transfer.exportTo(file, OnExisting.REPLACE);
    }
    this.good = Files.readAllBytes(file);
    try (FileChannel channel = FileChannel.open(file)) {
      TarReader tar = new TarReader(channel);
      while (!members.containsKey(SUMS)) {
        TarReader.Member member = tar.next();
        members.put(member.path(), tar.content(member).readAllBytes());
      }
    }
    byte[] json = members.get(INDEX);
    if (json == null) {
      throw new AssertionError("an export without an index");
    }
    this.index = Trees.JSON.readTree(json);
  }

  @Override
  public void feed(SplittableRandom random, Answers answers) throws IOException {
    Files.write(file, random.nextInt(4) == 0 ? Bytes.near(good, random) : forged(random));
    answers.of(
        () -> {
          try (CheckpointTransfer transfer = CheckpointTransfer.file(file)) {
            MemoryStore target = new MemoryStore();
            transfer.copyTo(target, RANKER);
            Everything.ask(target, random, answers);
          }
        });
  }

  private byte[] forged(SplittableRandom random) throws IOException {
    Map<String, byte[]> forged = new LinkedHashMap<>();
    for (Map.Entry<String, byte[]> member : members.entrySet()) {
      boolean change = random.nextInt(2 * members.size()) == 0;
      String path =
          change && random.nextBoolean() ? path(member.getKey(), random) : member.getKey();
      byte[] content =
          change && random.nextBoolean()
              ? Bytes.near(member.getValue(), random)
              : member.getValue();
      forged.put(path, content);
    }
    if (random.nextInt(3) > 0) {
      forged.replace(INDEX, Bytes.utf8(Trees.near(index, random)));
    }
    StringBuilder sums = new StringBuilder();
    forged.forEach(
        (path, bytes) -> {
          if (!path.equals(SUMS)) {
            sums.append(Bytes.sha256(bytes)).append("  ").append(path).append('\n');
          }
        });
    forged.replace(SUMS, Bytes.utf8(sums.toString()));
    var out = new ByteArrayOutputStream();
    TarWriter tar = new TarWriter(out);
    for (Map.Entry<String, byte[]> member : forged.entrySet()) {
      byte[] content = member.getValue();
      tar.add(member.getKey(), content.length, Instant.EPOCH, to -> to.write(content));
    }
    tar.end();
    return out.toByteArray();
  }

  /** A path that fits into a header of a tar. */
  private static String path(String path, SplittableRandom random) {
    String near = Texts.near(path, random);
    return near.isEmpty() ? "." : near.substring(Math.max(0, near.length() - 100));
  }
}
