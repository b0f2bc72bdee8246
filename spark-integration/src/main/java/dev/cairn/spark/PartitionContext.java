package dev.cairn.spark;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskContext$;
import org.apache.spark.TaskContextImpl;
import org.apache.spark.shuffle.FetchFailedException;
import org.apache.spark.util.TaskCompletionListener;
import org.apache.spark.util.TaskInterruptListener;
import scala.Function0;
import scala.Option;

/**
 * The context of one of several partitions that a task computes one after the other. Code that runs
 * within it sees the number of its own partition, as in a task for that partition alone, and what
 * it wants to have closed or given back at the end is so at the end of the partition. That the task
 * is killed, or cannot fetch what it needs, is told to and by the task's own context, which is the
 * one that Spark knows.
 */
final class PartitionContext extends TaskContextImpl {
  private final transient TaskContext task;

  private PartitionContext(TaskContext task, int partition, int partitions) {
    super(
        task.stageId(),
        task.stageAttemptNumber(),
        partition,
        task.taskAttemptId(),
        task.attemptNumber(),
        partitions,
        task.taskMemoryManager(),
        task.getLocalProperties(),
        SparkEnv.get().metricsSystem(),
        task.taskMetrics(),
        task.cpus(),
        task.resources());
    this.task = task;
  }

  /**
   * Runs code as if it were in a task of its own, and ends that as Spark ends a task.
   *
   * @param task that this is in
   * @param partition the number of the partition
   * @param partitions how many the RDD has
   */
  static <R> R within(
      TaskContext task, int partition, int partitions, Function<TaskContext, R> code) {
    var context = new PartitionContext(task, partition, partitions);
    TaskContext$.MODULE$.setTaskContext(context);
    try {
      R result = context.ended(code);
      context.markTaskCompleted(Option.empty());
      return result;
    } finally {
      TaskContext$.MODULE$.setTaskContext(task);
      if (!task.isInterrupted()) {
        Thread.interrupted(); // what code has left behind, which Spark forgets as well
      }
    }
  }

  private <R> R ended(Function<TaskContext, R> code) {
    try {
      return code.apply(this);
    } catch (Throwable e) { // Scala throws checked exceptions that no signature names
      try {
        markTaskFailed(e);
      } catch (RuntimeException | Error more) {
        e.addSuppressed(more);
      }
      try {
        markTaskCompleted(Option.apply(e));
      } catch (RuntimeException | Error more) {
        e.addSuppressed(more);
      }
      throw e;
    }
  }

  @Override
  public boolean isInterrupted() {
    return task.isInterrupted();
  }

  @Override
  public void killTaskIfInterrupted() {
    task.killTaskIfInterrupted();
  }

  @Override
  public Option<String> getKillReason() {
    return task.getKillReason();
  }

  @Override
  public void markInterrupted(String reason) {
    task.markInterrupted(reason);
  }

  @Override
  public TaskContextImpl addTaskInterruptListener(TaskInterruptListener listener) {
    task.addTaskInterruptListener(listener);
    return this;
  }

  @Override
  public void setFetchFailed(FetchFailedException failure) {
    task.setFetchFailed(failure);
  }

  @Override
  public Option<FetchFailedException> fetchFailed() {
    return task.fetchFailed();
  }

  @Override
  public boolean interruptible() {
    return task.interruptible();
  }

  @Override
  public void pendingInterrupt(Option<Thread> thread, String reason) {
    task.pendingInterrupt(thread, reason);
  }

  /** Spark closes it at the end of the task; here it is closed at the end of the partition. */
  @Override
  public <T extends Closeable> T createResourceUninterruptibly(Function0<T> resource) {
    T created = task.createResourceUninterruptibly(resource);
    addTaskCompletionListener(
        (TaskCompletionListener)
            context -> {
              try {
                created.close(); // the task does so once more, which has no effect
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return created;
  }
}
