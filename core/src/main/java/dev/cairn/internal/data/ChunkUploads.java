package dev.cairn.internal.data;

import dev.cairn.Compression;
import dev.cairn.ProcessId;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.ChunkRow;
import dev.cairn.internal.log.ChunkRow.StoredObject;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.Sha256;
import dev.cairn.internal.log.VersionIds;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.WriteCondition;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of one save. What one of the newest live checkpoints of the manifest that the save
 * builds on holds already (those that are in no page) is not uploaded again, unless its object is
 * not trusted; what is merely retired is, since it may be collected while the save is under way.
 * When the save is built anew on an edit, it asks again, with that edit's manifest; what it has
 * uploaded by then it keeps.
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
  private final Predicate<StoredObject> trusted;
  private final List<CompletableFuture<ChunkRow>> started = new ArrayList<>();
  private final Queue<ObjectKey> stored = new ConcurrentLinkedQueue<>();
  private final ConcurrentMap<String, CompletableFuture<StoredObject>> uploads =
      new ConcurrentHashMap<>();
  private volatile Map<String, StoredObject> live = Map.of();
  private volatile @Nullable Throwable failure;
  private final LongAdder rawBytes = new LongAdder();
  private final LongAdder storedBytes = new LongAdder();

  ChunkUploads(
      ObjectStore store,
      ProcessId process,
      long epoch,
      Compression compression,
      Transfers transfers,
      Predicate<StoredObject> trusted) {
    this.store = store;
    this.process = process;
    this.epoch = epoch;
    this.compression = compression;
    this.transfers = transfers;
    this.trusted = trusted;
  }

  /** The arrays that chunks come in. */
  ChunkBuffers buffers() {
    return transfers.buffers();
  }

  /** Says which manifest the save builds on now. */
  void buildOn(Manifest.Index base) {
    Map<String, StoredObject> known = new HashMap<>();
    for (CheckpointRow row : base.tail()) {
      row.items().stream()
          .flatMap(item -> item.chunks().stream())
          .forEach(
              chunk -> {
                if (chunk.object() != null && trusted.test(chunk.object())) {
                  known.put(chunk.sha256(), chunk.object());
                }
              });
    }
    live = known;
  }

  /** Starts to store a chunk, unless it is there, or one before it could not be stored. */
  CompletableFuture<ChunkRow> add(Chunk raw) {
    Throwable before = failure;
    if (before != null) {
      return CompletableFuture.failedFuture(before);
    }
    CompletableFuture<ChunkRow> chunk = transfers.start(() -> store(raw));
    started.add(chunk);
    return chunk;
  }

  /** Waits for what is under way, and hands over the keys of everything that was put. */
  List<ObjectKey> abandon() {
    started.forEach(chunk -> chunk.handle((row, e) -> row).join());
    started.clear();
    List<ObjectKey> keys = List.copyOf(stored);
    stored.clear();
    return keys;
  }

  StateWriter.Sent sent() {
    return new StateWriter.Sent(rawBytes.sum(), storedBytes.sum());
  }

  private ChunkRow store(Chunk raw) {
    String sha256 = Sha256.of(raw.bytes());
    StoredObject known = live.get(sha256);
    StoredObject object = known != null ? known : upload(sha256, raw);
    raw.release();
    return new ChunkRow(sha256, raw.size(), null, object);
  }

  private StoredObject upload(String sha256, Chunk raw) {
    CompletableFuture<StoredObject> mine = new CompletableFuture<>();
    CompletableFuture<StoredObject> other = uploads.putIfAbsent(sha256, mine);
    if (other != null) {
      return Transfers.result(other);
    }
    try {
      Compressing.Packed packed = Compressing.pack(raw, compression, buffers());
      Chunk content = packed.chunk();
      String name = "data/" + epoch + "/" + sha256 + "-" + nonce();
      ObjectKey key = process.prefix().key(name);
      stored.add(key);
      PutOutcome outcome = store.put(key, content.bytes(), WriteCondition.ALWAYS);
      var object =
          new StoredObject(name, content.size(), packed.compression(), VersionIds.of(outcome));
      rawBytes.add(raw.size());
      storedBytes.add(object.bytes());
      // Not when it failed: whatever may still read the bytes then, nobody overwrites them.
      if (content != raw) {
        content.release();
      }
      mine.complete(object);
      return object;
    } catch (Throwable e) {
      failure = e;
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private static String nonce() {
    byte[] nonce = new byte[8];
    RANDOM.nextBytes(nonce);
    return HexFormat.of().formatHex(nonce);
  }
}
