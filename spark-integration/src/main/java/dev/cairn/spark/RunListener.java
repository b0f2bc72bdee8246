package dev.cairn.spark;

/**
 * Is told how a run goes on, for a progress bar or a log. It is called by the thread that called
 * {@code run}, which waits meanwhile, so it should be quick; what it throws ends the run as a
 * failed one.
 */
@FunctionalInterface
public interface RunListener {
  /** The run got on: tasks ended, a checkpoint was committed, a phase began. */
  void progressed(RunProgress progress);
}
