package dev.cairn.benchmarks.throughput;

import java.util.List;

/** One way to move the same bytes to a server and back. Used by one thread. */
interface Contender extends AutoCloseable {
  /** What a row of the report calls it. */
  String name();

  /** Gets ready to use a folder of the bucket that nobody used before; not measured. */
  void begin(String folder);

  /** Stores everything; when it returns the server has acknowledged all of it. */
  void save();

  /** The ways to read everything back that {@link #save} stored. */
  List<Way> restores();

  /** Lets go of what {@link #begin} got; not measured. */
  void end();

  @Override
  void close();

  /**
   * A way to read.
   *
   * @param name what a row of the report calls it
   * @param run reads everything
   */
  record Way(String name, Runnable run) {}
}
