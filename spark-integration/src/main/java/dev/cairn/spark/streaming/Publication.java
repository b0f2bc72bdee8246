package dev.cairn.spark.streaming;

import dev.cairn.CairnException;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.WriteCondition;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * One upload of a file, pursued until its outcome is known.
 *
 * <p>A put without an answer may have been applied, so it is done again; and when the file is then
 * there, its content tells whether this upload has put it there. Two uploads of the same bytes take
 * each other's for their own: both say then that the file holds these bytes, which is true, and for
 * a log of batches it means that the same batch was planned twice, the same way.
 */
final class Publication {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** How the creation of a file ended. */
  enum Outcome {
    /** This upload has created it, at its first attempt. */
    CREATED,
    /** It holds what this upload has tried to put there. */
    FOUND,
    /** It was there already, with another content. */
    TAKEN
  }

  private final ObjectStore store;
  private final ObjectKey key;
  private final Duration patience;

  Publication(ObjectStore store, ObjectKey key, Duration patience) {
    this.store = store;
    this.key = key;
    this.patience = patience;
  }

  /**
   * Creates the file unless it is there.
   *
   * @throws InterruptedIOException when the thread is interrupted; the outcome is open
   * @throws IOException when the upload failed, or its outcome is open when patience has run out
   */
  Outcome create(ByteBuffer content) throws IOException {
    return pursue(content, WriteCondition.IF_ABSENT);
  }

  /**
   * Creates or replaces the file.
   *
   * @throws InterruptedIOException when the thread is interrupted; the outcome is open
   * @throws IOException when the upload failed, or its outcome is open when patience has run out
   */
  void replace(ByteBuffer content) throws IOException {
    pursue(content, WriteCondition.ALWAYS);
  }

  private Outcome pursue(ByteBuffer content, WriteCondition condition) throws IOException {
    long start = System.nanoTime();
    long pause = FIRST_PAUSE.toNanos();
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(content, condition, attempt);
      } catch (StoreUnavailableException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw interrupted(e);
        }
        if (System.nanoTime() - start >= patience.toNanos()) {
          throw new IOException(
              "The file %s could not be stored within %s, so it is not taken for stored: %s"
                  .formatted(key, patience, e.getMessage()),
              e);
        }
        LockSupport.parkNanos(pause / 2 + ThreadLocalRandom.current().nextLong(pause));
        pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
      } catch (CairnException e) {
        throw new IOException("The file %s was not stored: %s".formatted(key, e.getMessage()), e);
      }
    }
  }

  private Outcome attempt(ByteBuffer content, WriteCondition condition, int attempt) {
    if (store.put(key, content, condition) instanceof PutOutcome.Written) {
      return attempt == 1 ? Outcome.CREATED : Outcome.FOUND;
    }
    Optional<ByteBuffer> there =
        attempt == 1 ? Optional.empty() : store.get(key).map(ByteBuffer::wrap);
    return there.equals(Optional.of(content)) ? Outcome.FOUND : Outcome.TAKEN;
  }

  /** An interrupt that came while a request was under way. */
  static InterruptedIOException interrupted(StoreUnavailableException cause) {
    var interrupted = new InterruptedIOException("A request to the store was interrupted");
    interrupted.initCause(cause);
    return interrupted;
  }
}
