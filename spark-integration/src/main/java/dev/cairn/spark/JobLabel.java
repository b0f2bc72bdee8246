package dev.cairn.spark;

/**
 * What Spark's user interface shows of a job.
 *
 * @param process that the job is for
 * @param description of what it does, for people
 */
record JobLabel(String process, String description) {
  /** The job group of all jobs for the process, unless the caller's thread has one of its own. */
  String group() {
    return "cairn " + process;
  }
}
