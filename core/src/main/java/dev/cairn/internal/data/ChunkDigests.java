package dev.cairn.internal.data;

import dev.cairn.internal.log.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The chunks that a save would cut an item into, by their digests; nothing is stored. By them an
 * item that is in a store already is known again without reading it from there.
 */
public final class ChunkDigests {
  private ChunkDigests() {}

  /** The SHA-256 of each chunk of an item, in order. Reads the stream to its end. */
  public static List<String> of(InputStream item) throws IOException {
    List<String> digests = new ArrayList<>();
    ChunkBuffers buffers = new ChunkBuffers();
    Consumer<Chunk> digest =
        chunk -> {
          digests.add(Sha256.of(chunk.bytes()));
          chunk.release();
        };
    try (var chunking = new ChunkingStream(buffers, digest)) {
      item.transferTo(chunking);
    }
    return digests;
  }
}
