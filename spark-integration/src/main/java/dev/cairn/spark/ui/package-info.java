/** The page of Spark's user interface that shows runs. */
@NullMarked
package dev.cairn.spark.ui;

import org.jspecify.annotations.NullMarked;
