package dev.cairn.spark.cluster;

/** A way to keep the partitions of an RDD. Names no type of Spark, so that all can name it. */
public enum Way {
  /** Computed, and not kept. */
  ALONE,
  /** As a stage of Cairn: a part for each partition, several of which a task computes. */
  CAIRN,
  /**
   * By {@code RDD.checkpoint} through hadoop-aws. In memory meanwhile, as Spark's documentation
   * advises: else it is computed twice.
   */
  RDD_CHECKPOINT,
  /** One PUT of the AWS SDK for each partition, and nothing besides. */
  RAW_PUT
}
