package dev.cairn.spark;

import java.io.Serializable;

/**
 * What each rank of a barrier stage does. It is sent to executors by Java serialization, so what it
 * captures must be serializable.
 *
 * @param <R> what a rank returns
 */
@FunctionalInterface
public interface RankFunction<R> extends Serializable {
  /**
   * Does the work of one rank, from the checkpoint where all ranks start to the end. It is called
   * anew, in all ranks, when one of them fails.
   *
   * @param checkpoints this rank's side of the process's checkpoints; closed by the caller
   * @throws Exception whatever went wrong; all ranks are started anew
   */
  R run(RankCheckpoints checkpoints) throws Exception;
}
