package dev.cairn.internal.data;

import dev.cairn.Compression;
import dev.cairn.DamagedException;
import dev.cairn.ProcessId;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.ChunkRow;
import dev.cairn.internal.log.ChunkRow.StoredObject;
import dev.cairn.internal.log.Entry;
import dev.cairn.internal.log.ItemRow;
import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.Sha256;
import dev.cairn.internal.log.VersionIds;
import dev.cairn.store.InvalidKeyException;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the state of one checkpoint. No byte is handed on before its SHA-256 was compared with the
 * one in the log.
 *
 * <p>Used by one thread at a time.
 */
public final class StateReader {
  /** The most bytes that a chunk may claim to have; a damaged or hostile size is not believed. */
  private static final int MAX_CHUNK = 64 << 20;

  /** How many bytes are fetched ahead for each transfer: those of the largest chunk. */
  private static final long AHEAD = ChunkingStream.MAX;

  /** The most chunks that are fetched ahead for each transfer, however small they are. */
  private static final int MOST_AHEAD = 4;

  /**
   * The most bytes of verified chunks that are kept whatever happens, so that a state of usual size
   * is fetched once.
   */
  private static final long MAX_HELD = 64L << 20;

  /**
   * The most bytes that are kept besides as long as nothing else needs the memory, of chunks that
   * are read again: after they were verified ahead, where ranges are read, and where the state
   * repeats. A stream of a whole item keeps no others, since the JVM's collector moves them around.
   */
  private static final long MAX_CACHED = Runtime.getRuntime().maxMemory() / 4;

  private final ObjectStore store;
  private final ProcessId process;
  private final CheckpointRow row;
  private final Transfers transfers;
  private final Set<String> repeated;
  private final Map<ChunkRow, byte[]> held = new HashMap<>();
  private final Map<ChunkRow, SoftReference<byte[]>> cached = new HashMap<>();
  private Optional<Entry> entry;
  private long heldBytes;
  private long cachedBytes;

  /**
   * A reader of one checkpoint; {@code entry} is the entry that committed it, where that has been
   * read already.
   */
  public StateReader(
      ObjectStore store,
      ProcessId process,
      CheckpointRow row,
      Optional<Entry> entry,
      Transfers transfers) {
    this.store = store;
    this.process = process;
    this.row = row;
    this.entry = entry;
    this.transfers = transfers;
    this.repeated = repeated(row);
  }

  /**
   * The SHA-256 of the chunks that occur more than once in the state. Texts, since a hostile log
   * can give rows the same hash code, and only what is comparable is found quickly among such.
   */
  private static Set<String> repeated(CheckpointRow row) {
    Set<String> all = new HashSet<>();
    return row.items().stream()
        .flatMap(item -> item.chunks().stream())
        .map(ChunkRow::sha256)
        .filter(sha256 -> !all.add(sha256))
        .collect(Collectors.toSet());
  }

  /**
   * Fetches some items once, and compares them with the log.
   *
   * @throws DamagedException at the first thing that is not what the log says, or not there
   */
  public void verify(List<ItemRow> items) {
    for (ItemRow item : items) {
      try (InputStream in = new ChunkStream(item.chunks(), chunk -> true)) {
        in.transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        throw new AssertionError("a null stream takes everything", e);
      }
    }
  }

  /**
   * The bytes of an item. Chunks that are not kept are fetched ahead of the reader, some 16 MiB for
   * each transfer.
   *
   * <p>The stream throws {@link DamagedException} at the first chunk that is not what the log says.
   * Once it has thrown it does so at every read; open the item again.
   */
  public InputStream open(ItemRow item) {
    return new ChunkStream(item.chunks(), chunk -> repeated.contains(chunk.sha256()));
  }

  /**
   * Some bytes of an item. Only the chunks that they are in are fetched, each whole, since only
   * whole chunks can be verified. It throws as {@link #open(ItemRow)} does.
   *
   * @param offset of the first byte, up to the size of the item
   * @param length how many there are, up to the end of the item
   */
  public InputStream open(ItemRow item, long offset, long length) {
    List<ChunkRow> overlapping = new ArrayList<>();
    long at = 0;
    long skipped = 0;
    for (ChunkRow chunk : item.chunks()) {
      if (at + chunk.bytes() <= offset) {
        skipped += chunk.bytes();
      } else if (at < offset + length) {
        overlapping.add(chunk);
      }
      at += chunk.bytes();
    }
    return new RangeStream(new ChunkStream(overlapping, chunk -> true), offset - skipped, length);
  }

  private byte[] inline(ChunkRow chunk, int offset) {
    if (entry.isEmpty()) {
      entry = new LogReader(store, process).at(row.version());
    }
    ByteBuffer payload =
        entry
            .orElseThrow(() -> damaged("entry v" + row.version(), "it is not in the store"))
            .payload();
    if (offset > payload.limit() - chunk.bytes()) {
      throw damaged("the payload of entry v" + row.version(), "it ends before the item does");
    }
    byte[] raw = new byte[chunk.bytes()];
    payload.get(offset, raw);
    MessageDigest digest = Sha256.digest();
    digest.update(raw);
    return checked(chunk, raw, digest, "the payload of entry v" + row.version());
  }

  private byte[] fetch(ChunkRow chunk, StoredObject object) {
    if (chunk.bytes() > MAX_CHUNK || object.bytes() > MAX_CHUNK) {
      throw damaged(
          where(object), "no chunk has " + Math.max(chunk.bytes(), object.bytes()) + " bytes");
    }
    MessageDigest digest = Sha256.digest();
    boolean compressed = object.compression() != Compression.NONE;
    byte[] stored =
        (compressed ? store.get(key(object)) : store.get(key(object), digest))
            .orElseThrow(() -> damaged(where(object), "it is not in the store"));
    if (stored.length != object.bytes()) {
      throw damaged(
          where(object), "it has " + stored.length + " bytes instead of " + object.bytes());
    }
    byte[] raw;
    try {
      raw = Compressing.unpack(stored, object.compression(), chunk.bytes());
    } catch (IOException e) {
      throw damaged(where(object), String.valueOf(e.getMessage()));
    }
    if (compressed) {
      digest.update(raw);
    }
    return checked(chunk, raw, digest, where(object));
  }

  private static String where(StoredObject object) {
    return object.key() + VersionIds.hint(object.versionId());
  }

  private ObjectKey key(StoredObject object) {
    try {
      return process.prefix().key(object.key());
    } catch (InvalidKeyException e) {
      throw damaged("a chunk", String.valueOf(e.getMessage()));
    }
  }

  /** The chunk's bytes, which the digest was fed with. */
  private byte[] checked(ChunkRow chunk, byte[] raw, MessageDigest digest, String where) {
    if (!Sha256.hex(digest).equals(chunk.sha256())) {
      throw damaged(where, "its SHA-256 does not match");
    }
    return raw;
  }

  private DamagedException damaged(String where, String why) {
    return new DamagedException("v%d of %s (%s)".formatted(row.version(), process, where), why);
  }

  /**
   * The chunks of an item one after the other. Some are under way, and some have come and wait for
   * their turn, so that transfers need not pause for one that is late: as many in all as have
   * {@link #AHEAD} bytes for each transfer.
   */
  private final class ChunkStream extends InputStream {
    private final List<ChunkRow> chunks;
    private final Predicate<ChunkRow> readAgain;
    private final Deque<Ahead> ahead = new ArrayDeque<>();
    private int started;
    private long aheadBytes;
    private boolean closed;
    private byte[] now = new byte[0];
    private int position;

    private record Ahead(ChunkRow chunk, CompletableFuture<byte[]> bytes) {}

    ChunkStream(List<ChunkRow> chunks, Predicate<ChunkRow> readAgain) {
      this.chunks = chunks;
      this.readAgain = readAgain;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (position == now.length) {
        if (!advance()) {
          return -1;
        }
      }
      int count = Math.min(length, now.length - position);
      System.arraycopy(now, position, target, offset, count);
      position += count;
      return count;
    }

    /** Whole chunks at a time, and without a copy. */
    @Override
    public long transferTo(OutputStream out) throws IOException {
      long count = 0;
      do {
        out.write(now, position, now.length - position);
        count += now.length - position;
        position = now.length;
      } while (advance());
      return count;
    }

    private boolean advance() throws IOException {
      if (closed) {
        throw new IOException("The stream is closed: open the item again.");
      }
      while (started < chunks.size() && isRoomFor(chunks.get(started))) {
        ChunkRow chunk = chunks.get(started);
        ahead.add(new Ahead(chunk, start(chunk)));
        started++;
        aheadBytes += chunk.bytes();
      }
      Ahead next = ahead.peek();
      if (next == null) {
        return false;
      }
      now =
          Transfers.result(next.bytes()); // what throws stays the next, so that nothing is left out
      ahead.remove();
      aheadBytes -= next.chunk().bytes();
      position = 0;
      keep(next.chunk(), now, readAgain.test(next.chunk()));
      return true;
    }

    private boolean isRoomFor(ChunkRow chunk) {
      return ahead.isEmpty()
          || (ahead.size() < MOST_AHEAD * transfers.parallelism()
              && aheadBytes + chunk.bytes() <= AHEAD * transfers.parallelism());
    }

    /** What is not under way yet is not fetched any more. */
    @Override
    public void close() {
      closed = true;
      now = new byte[0];
      position = 0;
      ahead.forEach(chunk -> chunk.bytes().cancel(false));
      ahead.clear();
    }

    private CompletableFuture<byte[]> start(ChunkRow chunk) {
      byte[] known = verified(chunk);
      if (known != null) {
        return CompletableFuture.completedFuture(known);
      }
      for (Ahead other : ahead) {
        if (other.chunk().equals(chunk)) {
          return other.bytes();
        }
      }
      if (chunk.inline() != null) {
        return CompletableFuture.completedFuture(StateReader.this.inline(chunk, chunk.inline()));
      }
      StoredObject object = Objects.requireNonNull(chunk.object());
      return transfers.queue(() -> fetch(chunk, object));
    }
  }

  private byte @Nullable [] verified(ChunkRow chunk) {
    byte[] bytes = held.get(chunk);
    if (bytes == null && cached.containsKey(chunk)) {
      return Objects.requireNonNull(cached.get(chunk)).get();
    }
    return bytes;
  }

  private void keep(ChunkRow chunk, byte[] bytes, boolean readAgain) {
    if (held.containsKey(chunk)) {
      return;
    }
    if (heldBytes + bytes.length <= MAX_HELD) {
      held.put(chunk, bytes);
      heldBytes += bytes.length;
    } else if (readAgain
        && (cached.containsKey(chunk) || cachedBytes + bytes.length <= MAX_CACHED)) {
      if (cached.put(chunk, new SoftReference<>(bytes)) == null) {
        cachedBytes += bytes.length;
      }
    }
  }
}
