package dev.cairn.hostile;

import java.io.IOException;
import java.util.SplittableRandom;

/** Makes inputs of one kind and hands each to everything that reads such inputs. */
interface Source {
  /** Makes one input from the random numbers and feeds it. */
  void feed(SplittableRandom random, Answers answers) throws IOException;
}
