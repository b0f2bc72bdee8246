package dev.cairn.internal.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.cairn.Compression;
import dev.cairn.DamagedException;
import dev.cairn.ProcessId;
import dev.cairn.Status;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.ChunkRow;
import dev.cairn.internal.log.ChunkRow.StoredObject;
import dev.cairn.internal.log.ItemRow;
import dev.cairn.internal.log.Sha256;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.memory.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Objects and rows that somebody made up or broke: a clear refusal, and no memory for it. */
final class HostileChunkTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final String KEY = "data/1/chunk";
  private static final byte[] RAW =
      "to be or not to be, that is the question. ".repeat(8).getBytes(UTF_8);

  private final MemoryStore store = new MemoryStore();
  private final Transfers transfers = new Transfers(2);

  @AfterEach
  void closeTransfers() {
    transfers.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyFlippedBit_isDamage(Compression compression) {
    byte[] stored = stored(compression);
    ChunkRow chunk = chunk(RAW.length, stored.length, compression);
    for (int bit = 0; bit < 8 * stored.length; bit++) {
      byte[] flipped = stored.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      put(flipped);
      requireDamageOrTheSameBytes(chunk);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyOtherLength_isDamage(Compression compression) {
    byte[] stored = stored(compression);
    for (int length = 0; length <= stored.length + 20; length++) {
      if (length != stored.length) {
        put(Arrays.copyOf(stored, length));
        // Also when the log lists the wrong size.
        requireDamage(chunk(RAW.length, stored.length, compression));
        requireDamageOrTheSameBytes(chunk(RAW.length, length, compression));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyOtherRawSize_isDamage(Compression compression) {
    byte[] stored = stored(compression);
    put(stored);
    for (int size = 0; size <= 2 * RAW.length; size++) {
      if (size != RAW.length) {
        requireDamage(chunk(size, stored.length, compression));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void hugeSizes_areRefusedBeforeAnyMemoryIsTaken(Compression compression) {
    byte[] stored = stored(compression);
    put(stored);
    requireDamage(chunk(Integer.MAX_VALUE, stored.length, compression));
    requireDamage(chunk(RAW.length, Integer.MAX_VALUE, compression));
  }

  @Test
  void bomb_growsToTheListedSizeAtMost() throws IOException {
    byte[] zeros = new byte[256 << 20];
    byte[] zstd = Zstd.compress(zeros, 3);
    put(zstd);
    requireDamage(chunk(1000, zstd.length, Compression.ZSTD));
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(zeros);
    }
    put(bytes.toByteArray());
    requireDamage(chunk(1000, bytes.size(), Compression.GZIP));
  }

  @Test
  void payloadThatEndsEarly_isDamage() {
    ChunkRow chunk = new ChunkRow(Sha256.of(ByteBuffer.wrap(RAW)), RAW.length, 0, null);
    for (int offset : new int[] {0, 1, Integer.MAX_VALUE}) {
      requireDamage(new ChunkRow(chunk.sha256(), chunk.bytes(), offset, null));
    }
    requireDamage(new ChunkRow(chunk.sha256(), Integer.MAX_VALUE, Integer.MAX_VALUE, null));
  }

  @Test
  void keyThatIsNone_isDamage() {
    for (String key :
        List.of("", "/", "../../other", "data//x", "data/1/" + "x".repeat(5000), "\n")) {
      requireDamage(
          new ChunkRow(
              Sha256.of(ByteBuffer.wrap(RAW)),
              RAW.length,
              null,
              new StoredObject(key, RAW.length, Compression.NONE)));
    }
  }

  private void requireDamage(ChunkRow chunk) {
    assertThatThrownBy(() -> read(chunk))
        .isInstanceOf(DamagedException.class)
        .hasMessageContaining("v7 of training/ranker")
        .message()
        .doesNotContain("\n");
  }

  /** Some bits of a compressed form mean nothing, such as the time in a gzip header. */
  private void requireDamageOrTheSameBytes(ChunkRow chunk) {
    byte[] read;
    try {
      read = read(chunk);
    } catch (DamagedException e) {
      return;
    } catch (IOException e) {
      throw new AssertionError("only damage is expected", e);
    }
    assertThat(read).isEqualTo(RAW);
  }

  private byte[] read(ChunkRow chunk) throws IOException {
    ItemRow item = new ItemRow("item", "bytes", chunk.bytes(), List.of(chunk));
    CheckpointRow row =
        new CheckpointRow(
            7, 1, null, Status.IN_PROGRESS, Instant.EPOCH, new TreeMap<>(), null, List.of(item));
    var reader = new StateReader(store, RANKER, row, Optional.empty(), transfers);
    try (var in = reader.open(item)) {
      return in.readAllBytes();
    }
  }

  private static ChunkRow chunk(int raw, int stored, Compression compression) {
    return new ChunkRow(
        Sha256.of(ByteBuffer.wrap(RAW)), raw, null, new StoredObject(KEY, stored, compression));
  }

  private static byte[] stored(Compression compression) {
    ChunkBuffers buffers = new ChunkBuffers();
    Compressing.Packed packed =
        Compressing.pack(new Chunk(buffers, RAW, RAW.length), compression, buffers);
    assertThat(packed.compression()).isEqualTo(compression);
    byte[] bytes = new byte[packed.chunk().size()];
    packed.chunk().bytes().get(bytes);
    return bytes;
  }

  private void put(byte[] bytes) {
    store.put(
        new ObjectKey(RANKER.prefix().value() + KEY),
        ByteBuffer.wrap(bytes),
        WriteCondition.ALWAYS);
  }
}
