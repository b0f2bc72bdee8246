package dev.cairn.policy;

/** Which values of a metric are better. */
public enum Direction {
  /** The greater, such as of a Sharpe ratio. */
  MAX,
  /** The smaller, such as of a loss. */
  MIN
}
