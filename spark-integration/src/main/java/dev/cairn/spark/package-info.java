/**
 * Runs over numbered units on Apache Spark that survive the death of tasks, executors, the driver
 * and the cluster.
 */
@NullMarked
package dev.cairn.spark;

import org.jspecify.annotations.NullMarked;
