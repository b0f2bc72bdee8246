/**
 * Checkpoints of Structured Streaming in a store of Cairn: {@link
 * dev.cairn.spark.streaming.CairnCheckpointFileManager} is what Spark is told to use.
 */
@NullMarked
package dev.cairn.spark.streaming;

import org.jspecify.annotations.NullMarked;
