package dev.cairn.internal.data;

import dev.cairn.Compression;
import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import dev.cairn.internal.log.ChunkRow;
import dev.cairn.internal.log.ChunkRow.StoredObject;
import dev.cairn.internal.log.ItemRow;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.Sha256;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Encodes the items of one save. An item is put into the entry itself when it fits into what is
 * left of {@value #INLINE_LIMIT} bytes there, in the order in which the items are given; else it is
 * cut into chunks, which are on their way to the store while the rest is still being encoded.
 *
 * <p>Used by one thread, for one save.
 */
public final class StateWriter {
  /** The most bytes of items that an entry carries. */
  public static final int INLINE_LIMIT = 64 * 1024;

  private final ChunkUploads uploads;

  /**
   * Writes to the folder of an epoch. A chunk that is live already is taken over when {@code
   * trusted} says so of its object.
   */
  public StateWriter(
      ObjectStore store,
      ProcessId process,
      long epoch,
      Compression compression,
      Transfers transfers,
      Predicate<StoredObject> trusted) {
    this.uploads = new ChunkUploads(store, process, epoch, compression, transfers, trusted);
  }

  /**
   * What an item is encoded from. It may be asked more than once, and then gives the same bytes.
   */
  public interface Source {
    /** The name of the item. */
    String name();

    /** The name of the codec. */
    String codec();

    /** Writes the bytes of the item. */
    void encode(OutputStream out) throws IOException;
  }

  /**
   * What an entry says of the items, and what it carries of them.
   *
   * @param items in the order in which they were given
   * @param payload of the entry
   */
  public record Written(List<ItemRow> items, ByteBuffer payload) {}

  /**
   * Encodes and uploads; when this returns, every chunk is durable. When an edit makes a save build
   * on another manifest, the same writer is asked again, and uploads only what that manifest does
   * not hold live and this save has not uploaded.
   */
  public Written write(List<? extends Source> sources, Manifest.Index base) {
    uploads.buildOn(base);
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    List<PendingItem> pending = new ArrayList<>();
    try {
      for (Source source : sources) {
        ItemStream stream = new ItemStream(payload);
        encode(source, stream);
        pending.add(new PendingItem(source, stream.chunks));
      }
    } finally {
      // Also when an encoder throws: what is under way is not left behind unobserved.
      pending.forEach(item -> item.chunks.forEach(chunk -> chunk.exceptionally(e -> null)));
    }
    return new Written(
        pending.stream().map(PendingItem::row).toList(), ByteBuffer.wrap(payload.toByteArray()));
  }

  /**
   * Gives a save up that is not committed and never will be: waits for what is under way.
   *
   * @return the objects that it stored, which nothing will ever name
   */
  public List<ObjectKey> abandon() {
    return uploads.abandon();
  }

  /** What this save has stored so far, whether or not it is needed in the end. */
  public Sent sent() {
    return uploads.sent();
  }

  /**
   * What a save has stored in chunks.
   *
   * @param rawBytes before compression
   * @param storedBytes as they are in the store
   */
  public record Sent(long rawBytes, long storedBytes) {}

  private static void encode(Source source, ItemStream stream) {
    try {
      source.encode(stream);
      stream.close();
    } catch (IOException e) {
      throw cannotEncode(source, e);
    }
  }

  /** An item that its codec does not take. */
  public static InvalidRequestException cannotEncode(Source source, IOException e) {
    return new InvalidRequestException(
        "The item '%s' cannot be encoded by the codec %s: %s. Give a value that the codec takes; nothing was committed."
            .formatted(source.name(), source.codec(), e.getMessage()));
  }

  private record PendingItem(Source source, List<CompletableFuture<ChunkRow>> chunks) {
    ItemRow row() {
      List<ChunkRow> rows = chunks.stream().map(Transfers::result).toList();
      return new ItemRow(
          source.name(), source.codec(), rows.stream().mapToLong(ChunkRow::bytes).sum(), rows);
    }
  }

  /**
   * The bytes of one item: held back while they may fit into the payload, handed to the chunker
   * from then on.
   */
  private final class ItemStream extends OutputStream {
    private final List<CompletableFuture<ChunkRow>> chunks = new ArrayList<>();
    private final ChunkingStream chunking =
        new ChunkingStream(uploads.buffers(), raw -> chunks.add(uploads.add(raw)));
    private final ByteArrayOutputStream payload;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private boolean tooLarge;

    ItemStream(ByteArrayOutputStream payload) {
      this.payload = payload;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      if (!tooLarge && payload.size() + held.size() + (long) length > INLINE_LIMIT) {
        tooLarge = true;
        chunking.write(held.toByteArray(), 0, held.size());
        held.reset();
      }
      if (tooLarge) {
        chunking.write(bytes, offset, length);
      } else {
        held.write(bytes, offset, length);
      }
    }

    @Override
    public void close() {
      if (tooLarge) {
        chunking.close();
      } else if (held.size() > 0) {
        byte[] raw = held.toByteArray();
        chunks.add(
            CompletableFuture.completedFuture(
                new ChunkRow(Sha256.of(ByteBuffer.wrap(raw)), raw.length, payload.size(), null)));
        payload.writeBytes(raw);
        held.reset();
      }
    }
  }
}
