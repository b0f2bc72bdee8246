package dev.cairn.store.faults;

import dev.cairn.CairnException;
import dev.cairn.store.ByteRange;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ProbeReport;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.RequestKind;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.WriteCondition;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A store between a client and the store below it where requests and answers go wrong: as scripted,
 * at random from a seed, or both. Two clients with a faulty store each around one common store are
 * two machines with a bad network each.
 *
 * <p>A request runs through these steps, all on the caller's thread and with no lock held:
 *
 * <ol>
 *   <li>late writes that are due land;
 *   <li>hooks of {@link #before} run;
 *   <li>the request is applied, unless a fault says otherwise;
 *   <li>hooks of {@link #after} run, whether or not it was applied;
 *   <li>the answer or the failure reaches the caller.
 * </ol>
 *
 * A rule is used up before its hook runs, so that a hook may send requests through this store too.
 * What a hook throws reaches the caller in place of an answer; a test that kills its process at an
 * exact point throws its own error there. When several faults mean one request, the one that was
 * injected first strikes and the others wait for the next such request; scripted faults go before
 * random ones. Threads may share the store; which request comes first decides which is struck.
 */
public final class FaultyStore implements ObjectStore {
  private final ObjectStore store;
  private final Optional<RandomFaults> random;
  private final FaultSource source;
  private final LateWrites late = new LateWrites();
  private final List<String> history = new CopyOnWriteArrayList<>();

  /** A store that fails only as scripted. Closing it closes {@code store}. */
  public FaultyStore(ObjectStore store) {
    this(store, Optional.empty());
  }

  /** A store that fails at random, and as scripted. Closing it closes {@code store}. */
  public FaultyStore(ObjectStore store, RandomFaults random) {
    this(store, Optional.of(random));
  }

  private FaultyStore(ObjectStore store, Optional<RandomFaults> random) {
    this.store = store;
    this.random = random;
    this.source = new FaultSource(random);
  }

  /**
   * Scripts a fault for the requests that {@code match} means.
   *
   * @throws IllegalArgumentException when the fault makes no sense for one of the kinds
   */
  public void inject(RequestMatch match, Fault fault) {
    for (RequestKind kind : match.kinds()) {
      if (!fault.kind().fits(kind)) {
        throw new IllegalArgumentException("The fault '" + fault + "' does not fit a " + kind);
      }
    }
    source.add(match, new FaultSource.Action.Strike(fault));
  }

  /** Runs {@code hook} just before a request that {@code match} means is applied. */
  public void before(RequestMatch match, Runnable hook) {
    source.add(match, new FaultSource.Action.Before(hook));
  }

  /** Runs {@code hook} just after such a request was applied, before its caller gets an answer. */
  public void after(RequestMatch match, Runnable hook) {
    source.add(match, new FaultSource.Action.After(hook));
  }

  /**
   * Ends all faults and hooks, scripted and random. Late writes that have not landed stay on their
   * way.
   */
  public void heal() {
    source.heal();
  }

  /** The number of writes that have not landed yet. */
  public int lateWrites() {
    return late.size();
  }

  /** Lets every late write land now, in the order in which they were sent. */
  public void landLate() {
    late.takeDue(Long.MAX_VALUE).forEach(Runnable::run);
  }

  /** What went wrong so far, one line for each fault and each late landing, in order. */
  public List<String> history() {
    return List.copyOf(history);
  }

  /** The seed of the random faults; empty when there are only scripted ones. */
  public Optional<Long> seed() {
    return random.map(RandomFaults::seed);
  }

  private interface Call<T> {
    T run();
  }

  /** A request on its way: {@code apply} may be run now, later, twice or never. */
  private record Request<T>(RequestKind kind, List<String> keys, Call<T> apply) {
    @Override
    public String toString() {
      String key = keys.isEmpty() ? "" : keys.get(0);
      return "%s of '%s'%s"
          .formatted(kind, key, keys.size() > 1 ? " and " + (keys.size() - 1) + " more" : "");
    }
  }

  private <T> T send(Request<T> request) {
    FaultSource.Plan plan = source.plan(request.kind(), request.keys());
    late.takeDue(plan.number()).forEach(Runnable::run);
    plan.before().forEach(Runnable::run);
    T answer;
    try {
      answer =
          plan.fault().isPresent()
              ? struck(request, plan.fault().get(), plan.number())
              : request.apply().run();
    } catch (CairnException e) {
      plan.after().forEach(Runnable::run);
      throw e;
    }
    plan.after().forEach(Runnable::run);
    return answer;
  }

  private <T> T struck(Request<T> request, Fault fault, long number) {
    history.add("request " + number + ", " + request + ": " + fault);
    switch (fault.kind()) {
      case LOST_REQUEST -> throw unavailable(request, fault, number);
      case LOST_ANSWER -> {
        request.apply().run();
        throw unavailable(request, fault, number);
      }
      case LATE -> {
        delay(request, fault, number);
        throw unavailable(request, fault, number);
      }
      case ECHO -> {
        T answer = request.apply().run();
        delay(request, fault, number);
        return answer;
      }
      case REFUSED ->
          throw new StoreException(
              "The store refused the %s: an injected fault (%s). Heal the faulty store."
                  .formatted(request, origin(number)));
      case CONFLICT ->
          throw new StoreUnavailableException(
              "The store did not apply the %s: it conflicts with another request, says an injected fault (%s). Try again."
                  .formatted(request, origin(number)));
      case OWN_CONFLICT -> {
        return ownConflict(request);
      }
    }
    throw new AssertionError(fault);
  }

  // Only a put fits this fault, and its answers are outcomes.
  @SuppressWarnings("unchecked")
  private static <T> T ownConflict(Request<T> request) {
    request.apply().run();
    return (T) new PutOutcome.AlreadyExists();
  }

  private void delay(Request<?> request, Fault fault, long number) {
    boolean changes =
        switch (request.kind()) {
          case PUT_IF_ABSENT, PUT, DELETE -> true;
          case GET, GET_RANGE, HEAD, LIST -> false;
        };
    if (changes) {
      long dueAt =
          fault.landsAfter() == Fault.WHEN_TOLD ? Long.MAX_VALUE : number + fault.landsAfter();
      late.add(dueAt, () -> land(request, number));
    }
  }

  private void land(Request<?> request, long number) {
    try {
      Object outcome = request.apply().run();
      history.add("request " + number + ", " + request + ": landed, " + outcome);
    } catch (CairnException e) {
      // Its sender is long gone, and whoever happens to be served now has nothing to do with it.
      history.add("request " + number + ", " + request + ": landed and failed, " + e.getMessage());
    }
  }

  private StoreUnavailableException unavailable(Request<?> request, Fault fault, long number) {
    return new StoreUnavailableException(
        "The store did not answer the %s: an injected fault, %s (%s). Try again."
            .formatted(request, fault, origin(number)));
  }

  private String origin(long number) {
    return "request " + number + seed().map(seed -> ", seed " + seed).orElse("");
  }

  @Override
  public PutOutcome put(ObjectKey key, ByteBuffer content, WriteCondition condition) {
    // The caller may change its buffer once it has an answer, and the request may still be coming.
    byte[] bytes = new byte[content.remaining()];
    content.duplicate().get(bytes);
    return send(
        new Request<>(
            RequestKind.ofPut(condition),
            List.of(key.value()),
            () -> store.put(key, ByteBuffer.wrap(bytes), condition)));
  }

  @Override
  public Optional<byte[]> get(ObjectKey key) {
    return send(new Request<>(RequestKind.GET, List.of(key.value()), () -> store.get(key)));
  }

  @Override
  public Optional<byte[]> get(ObjectKey key, ByteRange range) {
    return send(
        new Request<>(RequestKind.GET_RANGE, List.of(key.value()), () -> store.get(key, range)));
  }

  @Override
  public Optional<ObjectInfo> head(ObjectKey key) {
    return send(new Request<>(RequestKind.HEAD, List.of(key.value()), () -> store.head(key)));
  }

  @Override
  public ListPage list(ListRequest request) {
    return send(
        new Request<>(
            RequestKind.LIST, List.of(request.prefix().value()), () -> store.list(request)));
  }

  @Override
  public void delete(Collection<ObjectKey> keys) {
    List<ObjectKey> copy = List.copyOf(keys);
    send(
        new Request<>(
            RequestKind.DELETE,
            copy.stream().map(ObjectKey::value).toList(),
            () -> {
              store.delete(copy);
              return "deleted";
            }));
  }

  @Override
  public void verifyForWriting() {
    store.verifyForWriting();
  }

  @Override
  public ProbeReport probe() {
    return store.probe();
  }

  @Override
  public void close() {
    store.close();
  }

  @Override
  public String toString() {
    return "faulty " + store + random.map(faults -> " (" + faults + ")").orElse("");
  }
}
