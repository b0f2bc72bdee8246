package dev.cairn.metrics;

import dev.cairn.CheckpointListener;
import dev.cairn.ProcessId;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What managers do, as Micrometer meters. They are tagged with {@code type} and {@code name}, the
 * two parts of the process.
 *
 * <pre>{@code
 * var checkpoints =
 *     CheckpointManager.builder()
 *         .store("s3://desk/checkpoints")
 *         .process(ProcessId.training("ranker"))
 *         .listener(CheckpointMetrics.to(registry))
 *         .open();
 * }</pre>
 *
 * <table>
 *   <caption>The meters</caption>
 *   <tr><th>meter</th><th>kind, unit</th><th>what</th></tr>
 *   <tr><td>{@value #SAVES}</td><td>counter</td><td>saves, by {@code outcome}: {@code committed},
 *       {@code fenced}, {@code unknown}, {@code refused} (by the store), {@code unavailable} (the
 *       store did not answer), {@code invalid} (all else, such as a value that its codec does not
 *       take)</td></tr>
 *   <tr><td>{@value #SAVE_DURATION}</td><td>timer</td><td>committed saves, from their begin to their
 *       acknowledgement</td></tr>
 *   <tr><td>{@value #COMMIT_DURATION}</td><td>timer</td><td>the part of that which the entry took
 *       </td></tr>
 *   <tr><td>{@value #STATE_BYTES}</td><td>counter, bytes</td><td>the states that were saved, as
 *       their codecs wrote them</td></tr>
 *   <tr><td>{@value #SENT_BYTES}</td><td>counter, bytes</td><td>what of them was sent, compressed
 *       </td></tr>
 *   <tr><td>{@value #REUSED_BYTES}</td><td>counter, bytes</td><td>what of them was not sent since
 *       the store has it</td></tr>
 *   <tr><td>{@value #REUSED_RATIO}</td><td>gauge, 0 to 1</td><td>the share of the last state that
 *       was not sent since the store has it</td></tr>
 *   <tr><td>{@value #RESTORES}</td><td>counter</td><td>restores, by {@code outcome}: {@code
 *       requested}, {@code fallback} (to an older one than the newest), {@code failed}</td></tr>
 *   <tr><td>{@value #RESTORE_DURATION}</td><td>timer</td><td>restores that succeeded, from the
 *       request until all is verified</td></tr>
 *   <tr><td>{@value #DELETED_OBJECTS}</td><td>counter</td><td>objects that were deleted since
 *       nothing needs them any more</td></tr>
 * </table>
 *
 * <p>One of these may listen to any number of managers, in any number of threads.
 */
public final class CheckpointMetrics implements CheckpointListener {
  /** Counter of saves. */
  public static final String SAVES = "cairn.saves";

  /** Timer of whole saves. */
  public static final String SAVE_DURATION = "cairn.save.duration";

  /** Timer of entries. */
  public static final String COMMIT_DURATION = "cairn.commit.duration";

  /** Counter of the bytes of states. */
  public static final String STATE_BYTES = "cairn.state.bytes";

  /** Counter of the bytes that were sent. */
  public static final String SENT_BYTES = "cairn.sent.bytes";

  /** Counter of the bytes that need not be sent. */
  public static final String REUSED_BYTES = "cairn.reused.bytes";

  /** Gauge of the share of the last state that need not be sent. */
  public static final String REUSED_RATIO = "cairn.reused.ratio";

  /** Counter of restores. */
  public static final String RESTORES = "cairn.restores";

  /** Timer of restores. */
  public static final String RESTORE_DURATION = "cairn.restore.duration";

  /** Counter of objects that were deleted. */
  public static final String DELETED_OBJECTS = "cairn.deleted.objects";

  private final MeterRegistry registry;
  private final ConcurrentMap<ProcessId, AtomicReference<Double>> reused =
      new ConcurrentHashMap<>();

  private CheckpointMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A listener that writes to a registry. A meter appears when there is something to count. */
  public static CheckpointListener to(MeterRegistry registry) {
    return new CheckpointMetrics(registry);
  }

  @Override
  public void saved(Save save) {
    ProcessId process = save.checkpoint().process();
    Tags tags = tags(process);
    registry.counter(SAVES, tags.and("outcome", "committed")).increment();
    registry.timer(SAVE_DURATION, tags).record(save.duration());
    registry.timer(COMMIT_DURATION, tags).record(save.commit());
    count(STATE_BYTES, tags, save.checkpoint().bytes());
    count(SENT_BYTES, tags, save.sentBytes());
    count(REUSED_BYTES, tags, save.reusedBytes());
    reused.computeIfAbsent(process, this::reusedGauge).set(save.reusedShare());
  }

  @Override
  public void saveFailed(Failure failure) {
    RuntimeException cause = failure.cause();
    String outcome =
        cause instanceof StoreException
            ? "refused"
            : cause instanceof StoreUnavailableException ? "unavailable" : "invalid";
    countSave(failure, outcome);
  }

  @Override
  public void fenced(Failure failure) {
    countSave(failure, "fenced");
  }

  @Override
  public void outcomeUnknown(Failure failure) {
    countSave(failure, "unknown");
  }

  @Override
  public void restored(Restore restore) {
    String outcome = restore.passedOver().isEmpty() ? "requested" : "fallback";
    Tags tags = tags(restore.checkpoint().process());
    registry.counter(RESTORES, tags.and("outcome", outcome)).increment();
    registry.timer(RESTORE_DURATION, tags).record(restore.duration());
  }

  @Override
  public void restoreFailed(Failure failure) {
    registry.counter(RESTORES, tags(failure.process()).and("outcome", "failed")).increment();
  }

  @Override
  public void collected(Deletion deletion) {
    count(DELETED_OBJECTS, tags(deletion.process()), deletion.objects());
  }

  /** Meters count in doubles, which are exact up to 2^53: nine petabytes. */
  private void count(String meter, Tags tags, long amount) {
    registry.counter(meter, tags).increment((double) amount);
  }

  private void countSave(Failure failure, String outcome) {
    registry.counter(SAVES, tags(failure.process()).and("outcome", outcome)).increment();
  }

  private AtomicReference<Double> reusedGauge(ProcessId process) {
    AtomicReference<Double> share = new AtomicReference<>(0.0);
    Gauge.builder(REUSED_RATIO, share, AtomicReference::get).tags(tags(process)).register(registry);
    return share;
  }

  private static Tags tags(ProcessId process) {
    return Tags.of("type", process.type(), "name", process.name());
  }
}
