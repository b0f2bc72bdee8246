package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.Codecs;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.SpoiltStore;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.memory.MemoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which chunks of a large item are fetched before the reader comes to them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class FetchAheadTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final int TRANSFERS = 4;

  private final MemoryStore memory = new MemoryStore();
  private final byte[] item = new byte[100 << 20];
  private long version;

  @BeforeEach
  void save() {
    new Random(7).nextBytes(item);
    try (CheckpointManager manager =
        CheckpointManager.builder().store(memory).process(RANKER).open()) {
      version = manager.save(Progress.at(1), State.of("item", Codecs.bytes(), item)).version();
    }
  }

  /**
   * Tells which chunks were asked for, and lets the first one come when more others have come than
   * there are transfers.
   */
  private final class LateFirst extends SpoiltStore {
    private final List<ObjectKey> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch others = new CountDownLatch(TRANSFERS);

    LateFirst() {
      super(memory);
    }

    @Override
    public Optional<byte[]> get(ObjectKey key) {
      if (!key.value().contains("/data/")) {
        return super.get(key);
      }
      boolean first;
      synchronized (this) {
        first = asked.isEmpty();
        asked.add(key);
      }
      if (!first) {
        others.countDown();
        return super.get(key);
      }
      try {
        assertThat(others.await(20, TimeUnit.SECONDS)).as("others come meanwhile").isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return super.get(key);
    }
  }

  @Test
  void open_firstChunkIsLate_transfersGoOnWithOthers() throws IOException {
    try (CheckpointReader reader = CheckpointReader.open(new LateFirst(), RANKER);
        InputStream in = reader.openVersion(version).bytes("item")) {
      assertThat(in.readAllBytes()).isEqualTo(item);
    }
  }

  @Test
  void close_early_chunksThatWaitAreNotFetched() throws IOException {
    var store = new LateFirst();
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      InputStream in = reader.openVersion(version).bytes("item");
      assertThat(in.read()).isEqualTo(item[0] & 0xff);
      in.close();
      assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessageContaining("closed");
      in.close();
    }
    assertThat(store.asked.size()).as("64 MiB ahead, of 100").isLessThan(10);
  }

  /** Far behind what is kept in any case, twice next to each other, and in another item. */
  @Test
  void open_chunksRepeat_areFetchedOnce() throws IOException {
    var asked = new CopyOnWriteArrayList<ObjectKey>();
    var store =
        new SpoiltStore(memory) {
          @Override
          public Optional<byte[]> get(ObjectKey key) {
            asked.add(key);
            return super.get(key);
          }
        };
    byte[] zeros = new byte[40 << 20];
    State state =
        State.of("noise", Codecs.bytes(), item)
            .and("zeros", Codecs.bytes(), zeros)
            .and("more", Codecs.bytes(), zeros);
    try (CheckpointManager manager =
            CheckpointManager.builder().store(memory).process(RANKER).open();
        CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      Restored restored = reader.openVersion(manager.save(Progress.at(2), state).version());
      asked.clear();
      try (InputStream noise = restored.bytes("noise")) {
        noise.transferTo(OutputStream.nullOutputStream());
      }
      assertThat(restored.item("zeros", Codecs.bytes())).isEqualTo(zeros);
      assertThat(restored.item("more", Codecs.bytes())).isEqualTo(zeros);
    }
    assertThat(asked).hasSizeGreaterThan(10).doesNotHaveDuplicates();
  }

  /** Or else whoever goes on after an error would have the item with a hole in it. */
  @ParameterizedTest
  @ValueSource(longs = {0, 50 << 20})
  void read_afterAnError_throwsAgain(long offset) throws IOException {
    var gets = new AtomicInteger();
    var store =
        new SpoiltStore(memory) {
          @Override
          public Optional<byte[]> get(ObjectKey key) {
            if (key.value().contains("/data/") && gets.incrementAndGet() == 3) {
              throw new StoreUnavailableException("away");
            }
            return super.get(key);
          }
        };
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER);
        InputStream in = reader.openVersion(version).bytes("item", offset, item.length)) {
      assertThatThrownBy(() -> in.transferTo(OutputStream.nullOutputStream()))
          .isInstanceOf(StoreUnavailableException.class);
      for (int again = 0; again < 2; again++) {
        assertThatThrownBy(in::read).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> in.skipNBytes(1)).isInstanceOf(StoreUnavailableException.class);
      }
    }
  }
}
