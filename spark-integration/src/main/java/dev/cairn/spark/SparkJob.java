package dev.cairn.spark;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import scala.Function2;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * A Spark job that runs behind the thread that started it. That thread takes the tasks' results one
 * by one as they end, and may end the job at any time.
 *
 * <p>The job is submitted by a thread of its own, for two reasons. Spark calls the handler of
 * results under a lock of its scheduler, so the handler here only adds to a queue; and what the
 * driver does with a result, a request to a store above all, must not hold up the scheduler. The
 * thread inherits the caller's local properties, so the scheduler pool or the job group that the
 * user chose for the caller's thread holds for this job too. Without a group the jobs for one
 * process have one of their own.
 *
 * <p>Owned by the thread that started it; not safe for use by several.
 */
final class SparkJob<T, U> implements AutoCloseable {
  /** The local property that says which job group the caller has chosen; null for none. */
  private static final String JOB_GROUP = "spark.jobGroup.id";

  private static final Duration CANCEL_AGAIN = Duration.ofMillis(100);

  private final SparkContext context;
  private final RDD<T> rdd;
  private final Function2<TaskContext, Iterator<T>, U> function;
  private final List<Integer> partitions;
  private final JobLabel label;
  private final String tag = "cairn-" + UUID.randomUUID();
  private final BlockingQueue<JobEvent<U>> events = new LinkedBlockingQueue<>();
  private final Thread thread;

  private SparkJob(
      JobLabel label,
      RDD<T> rdd,
      List<Integer> partitions,
      Function2<TaskContext, Iterator<T>, U> function) {
    this.context = rdd.sparkContext();
    this.rdd = rdd;
    this.function = function;
    this.partitions = partitions;
    this.label = label;
    this.thread = new Thread(this::submit, tag);
    thread.setDaemon(true);
  }

  /**
   * Starts a job with one task for each assignment.
   *
   * @param label what Spark's user interface shows
   * @param assignments at least one
   */
  static <T extends Serializable, U> SparkJob<T, U> start(
      JavaSparkContext spark,
      JobLabel label,
      List<T> assignments,
      TaskFunction<? super T, ? extends U> function) {
    List<Integer> all = IntStream.range(0, assignments.size()).boxed().toList();
    RDD<T> rdd = spark.parallelize(assignments, assignments.size()).rdd();
    return start(label, rdd, all, new OnExecutor<>(function));
  }

  /**
   * Starts a job with one task for each of these partitions of an RDD.
   *
   * @param label what Spark's user interface shows
   * @param partitions at least one
   * @param function is sent to executors, so it must be serializable
   */
  static <T, U> SparkJob<T, U> start(
      JobLabel label,
      RDD<T> rdd,
      List<Integer> partitions,
      Function2<TaskContext, Iterator<T>, U> function) {
    var job = new SparkJob<T, U>(label, rdd, List.copyOf(partitions), function);
    job.thread.start();
    return job;
  }

  /**
   * The next event, or empty when there is none within {@code longest}.
   *
   * @throws InterruptedException when this thread is interrupted; the job goes on until it is
   *     closed
   */
  Optional<JobEvent<U>> next(Duration longest) throws InterruptedException {
    return Optional.ofNullable(events.poll(Math.max(0, longest.toNanos()), TimeUnit.NANOSECONDS));
  }

  /**
   * Ends the job when it still runs, with an interrupt of its tasks, and returns once Spark has
   * given it up. Tasks that pay no attention to interrupts may go on for a while on executors.
   */
  @Override
  public void close() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      cancel();
      try {
        thread.join(CANCEL_AGAIN.toMillis());
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks again and again, since what was not yet submitted is not cancelled. */
  private void cancel() {
    try {
      context.cancelJobsWithTag(tag, "its driver has ended it");
    } catch (IllegalStateException e) {
      if (!context.isStopped()) {
        throw e;
      }
      // a context that stops ends its jobs itself
    }
  }

  private void submit() {
    try {
      context.addJobTag(tag);
      context.setInterruptOnCancel(true);
      if (context.getLocalProperty(JOB_GROUP) == null) {
        context.setJobGroup(label.group(), label.description(), true);
      }
      context.setJobDescription(label.description());
      ClassTag<U> results = ClassTag$.MODULE$.apply(Object.class);
      context.runJob(rdd, function, partitions(), new Enqueue<>(events), results);
      events.add(new JobEvent.Succeeded<>());
    } catch (Throwable e) { // Scala throws checked exceptions that no signature names
      events.add(new JobEvent.Failed<>(e));
    }
  }

  private Seq<Object> partitions() {
    return CollectionConverters.asScala(List.<Object>copyOf(partitions)).toSeq();
  }

  /** Runs in executors: one partition holds one assignment. */
  private static final class OnExecutor<T, U> extends AbstractFunction2<TaskContext, Iterator<T>, U>
      implements Serializable {
    private final TaskFunction<? super T, ? extends U> function;

    OnExecutor(TaskFunction<? super T, ? extends U> function) {
      this.function = function;
    }

    @Override
    public U apply(TaskContext task, Iterator<T> assignment) {
      return function.run(assignment.next(), task);
    }
  }

  private static final class Enqueue<U> extends AbstractFunction2<Object, U, BoxedUnit> {
    private final BlockingQueue<JobEvent<U>> events;

    Enqueue(BlockingQueue<JobEvent<U>> events) {
      this.events = events;
    }

    @Override
    public BoxedUnit apply(Object task, U result) {
      events.add(new JobEvent.TaskEnded<>((Integer) task, result));
      return BoxedUnit.UNIT;
    }
  }
}
