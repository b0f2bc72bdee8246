package dev.cairn.spark.streaming;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.spark.sql.execution.streaming.checkpointing.CheckpointFileManager.CancellableFSDataOutputStream;

/**
 * A file that is published whole when it is closed, and not at all when it is cancelled before.
 * What was written to it is in memory until then, so there is nothing to clean up.
 *
 * <p>Written by one thread; another one may cancel it.
 */
final class AtomicFile extends CancellableFSDataOutputStream {
  /** Makes the content of a file durable, under the file's name. */
  @FunctionalInterface
  interface Publisher {
    void publish(ByteBuffer content) throws IOException;
  }

  private final Content content;
  private final Publisher publisher;

  @GuardedBy("this")
  private boolean ended;

  AtomicFile(Publisher publisher) {
    this(new Content(), publisher);
  }

  private AtomicFile(Content content, Publisher publisher) {
    super(content);
    this.content = content;
    this.publisher = publisher;
  }

  /**
   * Publishes the file. When it throws, the file is not known to be there; closing it again does
   * not try it again, since callers close a second time without looking.
   */
  @Override
  public synchronized void close() throws IOException {
    if (ended) {
      return;
    }
    ended = true;
    flush();
    publisher.publish(content.written());
  }

  @Override
  public synchronized void cancel() {
    ended = true;
  }

  /** Lets its bytes be read without a copy, which for a large state would be felt. */
  private static final class Content extends ByteArrayOutputStream {
    synchronized ByteBuffer written() {
      return ByteBuffer.wrap(buf, 0, count);
    }
  }
}
