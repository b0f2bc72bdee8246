/**
 * Cairn as tables of Spark SQL: results of runs, saved datasets, and listings of checkpoints, by
 * {@code spark.read().format("cairn")} or a catalog.
 */
@NullMarked
package dev.cairn.spark.sql;

import org.jspecify.annotations.NullMarked;
