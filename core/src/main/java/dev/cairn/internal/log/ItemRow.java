package dev.cairn.internal.log;

import java.util.List;

/**
 * A named part of a checkpoint's state.
 *
 * @param name unique in the checkpoint
 * @param codec the name of the codec that wrote it
 * @param bytes the encoded size: the sum over the chunks
 * @param chunks in order; none for an item without bytes
 */
public record ItemRow(String name, String codec, long bytes, List<ChunkRow> chunks) {
  /** Checks that the sizes agree. */
  public ItemRow {
    chunks = List.copyOf(chunks);
    if (name.isEmpty()
        || codec.isEmpty()
        || bytes != chunks.stream().mapToLong(ChunkRow::bytes).sum()) {
      throw new IllegalArgumentException(
          "item '" + name + "' of " + bytes + " bytes has chunks of another size");
    }
  }
}
