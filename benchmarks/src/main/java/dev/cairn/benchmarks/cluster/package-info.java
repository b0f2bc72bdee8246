/** What keeping the partitions of an RDD costs on a cluster of Spark, in requests and in time. */
@NullMarked
package dev.cairn.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
