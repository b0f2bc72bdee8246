package dev.cairn.spark;

/** What the thread that drives a {@link SparkJob} learns of it. */
sealed interface JobEvent<U> {
  /** A task ended well, with this result. Comes once for each task. */
  record TaskEnded<U>(int task, U result) implements JobEvent<U> {}

  /** All tasks ended well; nothing follows. */
  record Succeeded<U>() implements JobEvent<U> {}

  /** Spark gave the job up; nothing follows. */
  record Failed<U>(Throwable cause) implements JobEvent<U> {}
}
