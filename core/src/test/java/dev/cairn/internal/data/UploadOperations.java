package dev.cairn.internal.data;

import dev.cairn.Compression;
import dev.cairn.ProcessId;
import dev.cairn.internal.log.ChunkRow;
import dev.cairn.internal.log.ChunkRow.StoredObject;
import dev.cairn.internal.log.ItemRow;
import dev.cairn.internal.log.Manifest;
import dev.cairn.store.memory.MemoryStore;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * What saves do at the same time that share {@link Transfers}: chunks in arrays that are used
 * again, compressed in arrays that are used again, and stored once however often a save has them.
 */
@Param(name = "item", gen = IntGen.class, conf = "1:4")
public final class UploadOperations {
  private static final ProcessId PROCESS = ProcessId.training("stress");

  private final MemoryStore store = new MemoryStore();
  private final Transfers transfers = new Transfers(2);

  /** How many bytes were uploaded for three items; -1 when one of them is not what it was. */
  @Operation
  public long save(
      @Param(name = "item") int first,
      @Param(name = "item") int second,
      @Param(name = "item") int third)
      throws IOException {
    StateWriter writer =
        new StateWriter(store, PROCESS, 1, Compression.ZSTD, transfers, object -> true);
    List<Item> items = List.of(new Item(first), new Item(second), new Item(third));
    List<ItemRow> rows = writer.write(items, Manifest.Index.EMPTY).items();
    for (int i = 0; i < items.size(); i++) {
      if (!Arrays.equals(items.get(i).bytes(), stored(rows.get(i)))) {
        return -1;
      }
    }
    return writer.sent().rawBytes();
  }

  private byte[] stored(ItemRow row) throws IOException {
    ChunkRow chunk = row.chunks().get(0);
    StoredObject object = chunk.object();
    if (object == null) {
      throw new IllegalStateException("an item of this size is not put into the entry");
    }
    byte[] bytes = store.get(PROCESS.prefix().key(object.key())).orElseThrow();
    return Compressing.unpack(bytes, object.compression(), chunk.bytes());
  }

  /** After each execution. */
  @Validate
  public void validate() {
    transfers.close();
  }

  /** An item that is a chunk of its own. */
  private record Item(int number) implements StateWriter.Source {
    private static int size(int number) {
      return StateWriter.INLINE_LIMIT + 1000 * number;
    }

    private byte[] bytes() {
      byte[] bytes = new byte[size(number)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) ((i * number) >> 4);
      }
      return bytes;
    }

    @Override
    public String name() {
      return "item";
    }

    @Override
    public String codec() {
      return "bytes";
    }

    @Override
    public void encode(OutputStream out) throws IOException {
      out.write(bytes());
    }
  }

  /** One operation after the other. */
  public static final class Sequential {
    public long save(int first, int second, int third) {
      return IntStream.of(first, second, third).distinct().mapToLong(Item::size).sum();
    }
  }
}
