package dev.cairn.spark;

import java.io.Serializable;
import org.apache.spark.TaskContext;

/** What one Spark task does with its assignment. */
@FunctionalInterface
interface TaskFunction<T, U> extends Serializable {
  U run(T assignment, TaskContext context);
}
