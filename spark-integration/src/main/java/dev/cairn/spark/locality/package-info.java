/** Which executors have read which parts, so that tasks that read them again go there. */
@NullMarked
package dev.cairn.spark.locality;

import org.jspecify.annotations.NullMarked;
