package dev.cairn;

import dev.cairn.internal.data.StateWriter;
import dev.cairn.run.PartName;
import java.util.List;

/**
 * Where checkpoints and runs come from that are brought elsewhere: a store, or a file. What it
 * lists is what there was when it was opened.
 *
 * <p>Used by one thread.
 */
interface Origin extends AutoCloseable {
  /** The process that they belong to. */
  ProcessId process();

  /** The checkpoints, oldest first. */
  List<OriginCheckpoint> checkpoints();

  /** The runs that are open, and those that one of the checkpoints closed; oldest first. */
  List<OriginRun> runs();

  /** What should be among the checkpoints and cannot be read. */
  List<Skipped> missing();

  /**
   * The items of a checkpoint, verified while they are encoded: each throws {@link
   * DamagedException} when it is not what it was, and {@link CheckpointNotFoundException} when the
   * checkpoint is no longer there.
   */
  List<? extends StateWriter.Source> state(OriginCheckpoint checkpoint);

  /** The SHA-256 of each chunk of an item, in order, as far as that is known without damage. */
  List<String> chunks(OriginCheckpoint checkpoint, int item);

  /** The parts of a run, in the order of their names. */
  List<PartName> parts(OriginRun run);

  /**
   * A part as it is stored.
   *
   * @throws dev.cairn.run.DamagedPartException when it is not there, or not what its name says
   */
  byte[] part(OriginRun run, PartName part);

  @Override
  void close();
}
