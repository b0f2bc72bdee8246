/** The jar that is shipped. */
@NullMarked
package dev.cairn.spark.bundle;

import org.jspecify.annotations.NullMarked;
