package dev.cairn.store.local;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Runs what uses a file channel so that an interrupt has no effect on it. A channel is closed by an
 * interrupt of the thread that uses it, or that is about to.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  /** Opens, uses and closes a channel; may run again from the start. */
  interface Work<T> {
    T run() throws IOException;
  }

  /** Runs the work until no interrupt ended it, and sets the thread's flag again if one came. */
  static <T> T run(Work<T> work) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return work.run();
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Makes the names in a folder durable: those made, those replaced and those removed. */
  static void sync(Path folder) throws IOException {
    run(
        () -> {
          try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
            return folder;
          }
        });
  }
}
