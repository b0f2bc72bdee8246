package dev.cairn.spark;

import java.time.Duration;

/**
 * Is told how a run goes on, for a progress bar or a log. It is called by the thread that called
 * {@code run}, which waits meanwhile, so it should be quick; what it throws ends the run as a
 * failed one.
 */
@FunctionalInterface
public interface RunListener {
  /** The run got on: tasks ended, a checkpoint was committed, a phase began. */
  void progressed(RunProgress progress);

  /**
   * A listener that passes on to another one what comes first, what comes when {@code interval} has
   * gone by since, and each new phase. With {@code
   * listener(RunListener.every(Duration.ofSeconds(10), System.out::println))} a run tells on the
   * console how far it is, how fast it goes and how long it will take.
   *
   * @param interval zero or more
   */
  static RunListener every(Duration interval, RunListener told) {
    return new SparseListener(interval, told, System::nanoTime);
  }
}
