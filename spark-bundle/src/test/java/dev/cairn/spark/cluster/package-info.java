/** Spark on a standalone cluster of real processes, which die. */
@NullMarked
package dev.cairn.spark.cluster;

import org.jspecify.annotations.NullMarked;
