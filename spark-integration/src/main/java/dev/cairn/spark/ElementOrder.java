package dev.cairn.spark;

/** In which order the elements of a partition are stored, and are read again. */
public enum ElementOrder {
  /**
   * As Spark computes them. A partition whose order depends on which task of the stage before was
   * faster is refused, since it would not be the same when it is computed again.
   */
  AS_COMPUTED,
  /**
   * By their encoded bytes, so that the same elements give the same partition in whatever order
   * they come. It costs a sort in memory, and the order means nothing to people.
   */
  SORTED
}
