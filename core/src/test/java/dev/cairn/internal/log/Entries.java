package dev.cairn.internal.log;

import dev.cairn.Compression;
import dev.cairn.Status;
import dev.cairn.Writer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Entries for the tests of their format. */
final class Entries {
  static final byte[] PAYLOAD = "inline".getBytes(StandardCharsets.UTF_8);
  private static final String DIGEST = "ab".repeat(32);
  private static final Instant LATER = Instant.parse("2026-01-31T23:59:59.123Z");

  private Entries() {}

  /** A manifest in which every property has a value. */
  static Manifest full() {
    return full("3/L4kqtJlcpXro", "page+one");
  }

  /** The same in a store that keeps no versions. */
  static Manifest unversioned() {
    return full(null, null);
  }

  /** The same when the store called a chunk and a page so. */
  static Manifest full(@Nullable String chunkVersionId, @Nullable String pageVersionId) {
    var inline = new ItemRow("rng", "bytes", 6, List.of(new ChunkRow(digest(PAYLOAD), 6, 0, null)));
    var stored =
        new ChunkRow.StoredObject(
            "data/7/" + DIGEST + "-0123456789abcdef", 50, Compression.ZSTD, chunkVersionId);
    var large =
        new ItemRow("weights", "doubles", 80, List.of(new ChunkRow(DIGEST, 80, null, stored)));
    var live =
        new CheckpointRow(
            9,
            120,
            1000L,
            Status.IN_PROGRESS,
            LATER,
            new TreeMap<>(Map.of("loss", 0.25, "odd", Double.NaN)),
            "a \"reason\", and ünïcödé",
            List.of(inline, large),
            new FallbackRow(7, List.of("v8 of training/ranker is damaged")));
    return new Manifest(
        "training/ranker",
        9,
        EntryKind.COMMIT,
        7,
        "00112233445566778899aabbccddeeff",
        "ffeeddccbbaa99887766554433221100",
        LATER,
        new Writer("host", 42, "user"),
        List.of(page(1, 4, pageVersionId)),
        List.of(live),
        List.of(
            new RetiredPageRow(page(5, 7, pageVersionId), LATER, new Versions(List.of(6L, 7L)))),
        List.of(new RetiredRow(Marks.row(8, "old"), LATER, RetiredRow.Cause.RETENTION)),
        List.of(new RunRow(DIGEST, 5, new TreeMap<>(Map.of("seed", "1")), LATER, 9L, LATER)),
        new TreeSet<>(List.of(9L)),
        new TreeMap<>(Map.of("best", new TagRow(9, LATER))));
  }

  private static PageRow page(long first, long last, @Nullable String versionId) {
    return new PageRow(
        "data/1/" + DIGEST + "-fedcba9876543210",
        DIGEST,
        900,
        first,
        last,
        3,
        2,
        new Versions(List.of(first, first)),
        versionId);
  }

  /** A claim of an empty process: nothing in it is optional. */
  static Manifest smallest() {
    return new Manifest(
        "training/ranker",
        1,
        EntryKind.CLAIM,
        1,
        "00112233445566778899aabbccddeeff",
        null,
        Marks.NOON,
        new Writer("host", 42, "user"),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Collections.emptySortedSet(),
        Collections.emptySortedMap());
  }

  static byte[] bytes(Manifest manifest, byte[] payload) {
    ByteBuffer encoded = EntryFormat.encode(manifest, ByteBuffer.wrap(payload));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return bytes;
  }

  /** The manifest of an entry as text, without the line feed. */
  static String json(Manifest manifest) {
    String whole = new String(bytes(manifest, new byte[0]), StandardCharsets.UTF_8);
    return whole.substring(whole.indexOf('\n') + 1).stripTrailing();
  }

  /** An entry of any manifest, with the digest that belongs to it. */
  static byte[] sealed(int format, String json, byte[] payload) {
    byte[] manifest = (json + "\n").getBytes(StandardCharsets.UTF_8);
    String start = "CAIRN-ENTRY %d %d %d".formatted(format, manifest.length, payload.length);
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(start.getBytes(StandardCharsets.US_ASCII));
    whole.writeBytes(manifest);
    whole.writeBytes(payload);
    String digest = digest(whole.toByteArray());
    whole.reset();
    whole.writeBytes((start + " " + digest + "\n").getBytes(StandardCharsets.US_ASCII));
    whole.writeBytes(manifest);
    whole.writeBytes(payload);
    return whole.toByteArray();
  }

  static String digest(byte[] bytes) {
    return Sha256.of(ByteBuffer.wrap(bytes));
  }
}
