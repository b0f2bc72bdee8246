package dev.cairn.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the parts of {@link ObjectStoreContract} share: the store under test, and short words. */
public abstract class StoreFixture {
  private final List<ObjectStore> opened = new ArrayList<>();

  /** The client that most tests use. */
  protected ObjectStore store;

  /**
   * Opens a client of the store under test. Every call within one test opens the same store, which
   * is empty at first; another test gets another one.
   */
  protected abstract ObjectStore open() throws IOException;

  /** The number of threads that race for one key. */
  protected int racers() {
    return 8;
  }

  @BeforeEach
  final void openStore() throws IOException {
    store = another();
  }

  @AfterEach
  final void closeStores() {
    opened.forEach(ObjectStore::close);
    opened.forEach(ObjectStore::close); // closing twice is allowed
  }

  /** One more client of the store under test, closed after the test. */
  protected final ObjectStore another() throws IOException {
    ObjectStore client = open();
    opened.add(client);
    return client;
  }

  static ObjectKey key(String value) {
    return new ObjectKey(value);
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  final PutOutcome create(String key, String text) {
    return store.put(key(key), bytes(text), WriteCondition.IF_ABSENT);
  }

  final Optional<String> text(String key) {
    return store.get(key(key)).map(bytes -> new String(bytes, UTF_8));
  }

  /** Runs one task per racer at the same time, and returns their results in order. */
  final <T> List<T> race(IntFunction<T> task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(racers());
    try {
      var start = new CyclicBarrier(racers());
      List<Future<T>> futures = new ArrayList<>();
      for (int racer = 0; racer < racers(); racer++) {
        int number = racer;
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return task.apply(number);
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
