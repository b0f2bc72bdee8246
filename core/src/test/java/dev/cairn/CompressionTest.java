package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.store.memory.MemoryStore;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compression is a setting of the writer, chunk by chunk; readers need not know it. */
final class CompressionTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");

  @Test
  void save_withEachCompression_isReadAlikeAndTakesWhatItTakes() {
    Map<Compression, Long> sizes = new EnumMap<>(Compression.class);
    long[] ranks = new long[200_000];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = i / 100;
    }
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    for (Compression compression : Compression.values()) {
      MemoryStore store = new MemoryStore();
      Stored stored = new Stored(store, RANKER);
      try (CheckpointManager manager =
          CheckpointManager.builder()
              .store(store)
              .process(RANKER)
              .keep(Keep.all())
              .compression(compression)
              .open()) {
        long version =
            manager.save(Progress.at(1), State.of("ranks", Codecs.longs(), ranks)).version();
        sizes.put(compression, store.head(stored.chunks(version).get(0)).orElseThrow().size());
        long random =
            manager.save(Progress.at(2), State.of("noise", Codecs.bytes(), noise)).version();
        assertThat(store.head(stored.chunks(random).get(0)).orElseThrow().size())
            .as("what does not get smaller is stored as it is")
            .isEqualTo(noise.length);
        try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
          assertThat(reader.restore(version).item("ranks", Codecs.longs())).isEqualTo(ranks);
          assertThat(reader.restore(random).item("noise", Codecs.bytes())).isEqualTo(noise);
        }
      }
    }
    assertThat(sizes.get(Compression.NONE)).isEqualTo(8L * ranks.length);
    assertThat(sizes.get(Compression.GZIP)).isLessThan(ranks.length);
    assertThat(sizes.get(Compression.ZSTD)).isLessThan(ranks.length);
  }
}
