package dev.cairn.spark;

import dev.cairn.FencedException;
import dev.cairn.Status;
import dev.cairn.run.PartName;
import java.util.List;

/** What a run needs from its process's log; each method that commits returns the version. */
interface RunJournal extends AutoCloseable {
  /**
   * Commits how far the run is.
   *
   * @throws FencedException when another writer has taken the process over
   */
  long progress(long done, int parts);

  /**
   * Looks whether another writer has taken the process over; one small request.
   *
   * @throws FencedException when one has
   */
  void requireNotFenced();

  /** Commits that the run is done, with the parts that hold its results and their digest. */
  long completed(List<PartName> parts, String digest);

  /** Commits that the run stopped before its end, and why. */
  long stopped(Status status, long done, String why);

  @Override
  void close();
}
