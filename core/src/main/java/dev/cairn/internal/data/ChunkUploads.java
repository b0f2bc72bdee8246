package dev.cairn.internal.data;

import dev.cairn.Compression;
import dev.cairn.ProcessId;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.ChunkRow;
import dev.cairn.internal.log.ChunkRow.StoredObject;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.Sha256;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.WriteCondition;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The chunks of one save. What a live checkpoint of the manifest that the save builds on holds
 * already is not uploaded again; what is merely retired is, since it may be collected while the
 * save is under way. When the save is built anew on an edit, it asks again, with that edit's
 * manifest; what it has uploaded by then it keeps.
 *
 * <p>A key is never used twice: it ends in a random number. So a put needs no condition and may be
 * repeated, and a late delete of another chunk with the same content hits nothing.
 */
final class ChunkUploads {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ObjectStore store;
  private final ProcessId process;
  private final long epoch;
  private final Compression compression;
  private final Transfers transfers;
  private final ConcurrentMap<String, CompletableFuture<StoredObject>> uploads =
      new ConcurrentHashMap<>();
  private volatile Map<String, StoredObject> live = Map.of();

  ChunkUploads(
      ObjectStore store,
      ProcessId process,
      long epoch,
      Compression compression,
      Transfers transfers) {
    this.store = store;
    this.process = process;
    this.epoch = epoch;
    this.compression = compression;
    this.transfers = transfers;
  }

  /** Says which manifest the save builds on now. */
  void buildOn(Manifest.Index base) {
    Map<String, StoredObject> known = new HashMap<>();
    for (CheckpointRow row : base.live()) {
      row.items().stream()
          .flatMap(item -> item.chunks().stream())
          .forEach(
              chunk -> {
                if (chunk.object() != null) {
                  known.put(chunk.sha256(), chunk.object());
                }
              });
    }
    live = known;
  }

  /** Starts to store a chunk, unless it is there. */
  CompletableFuture<ChunkRow> add(byte[] raw) {
    return transfers.start(
        () -> {
          String sha256 = Sha256.of(ByteBuffer.wrap(raw));
          StoredObject known = live.get(sha256);
          return new ChunkRow(
              sha256, raw.length, null, known != null ? known : upload(sha256, raw));
        });
  }

  private StoredObject upload(String sha256, byte[] raw) {
    CompletableFuture<StoredObject> mine = new CompletableFuture<>();
    CompletableFuture<StoredObject> other = uploads.putIfAbsent(sha256, mine);
    if (other != null) {
      return Transfers.result(other);
    }
    try {
      Compressing.Packed packed = Compressing.pack(raw, compression);
      byte[] nonce = new byte[8];
      RANDOM.nextBytes(nonce);
      String key = "data/" + epoch + "/" + sha256 + "-" + HexFormat.of().formatHex(nonce);
      store.put(
          new ObjectKey(process.prefix().value() + key), packed.bytes(), WriteCondition.ALWAYS);
      StoredObject stored = new StoredObject(key, packed.bytes().remaining(), packed.compression());
      mine.complete(stored);
      return stored;
    } catch (Throwable e) {
      uploads.remove(sha256, mine);
      mine.completeExceptionally(e);
      throw e;
    }
  }
}
