package dev.cairn.simulation;

import dev.cairn.CairnException;
import dev.cairn.CheckpointNotFoundException;
import dev.cairn.CommitOutcomeUnknownException;
import dev.cairn.FencedException;
import dev.cairn.InvalidRequestException;
import dev.cairn.internal.log.Patience;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.SpoiltStore;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.sorting.SortedListing;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A machine: it does one act after the other, with a store and a clock of its own, and dies now and
 * then. What it had in memory is gone then.
 */
abstract class Actor {
  private static final Instant START = Instant.parse("2024-05-01T12:00:00Z");
  private static final int HOUR = 3600;

  /** In virtual time: how long a manager or an editor waits between two tries. */
  private static final long PAUSE_MICROS = 50_000;

  private final int number;
  private final Kind kind;
  private final World world;
  private final Baton baton;
  private final ObjectStore store;
  private int act;
  private int requests;
  private volatile boolean dead;
  private long deadNanos;
  private String outcome = "";
  private @Nullable Throwable failure;

  Actor(int number, Kind kind, World world) {
    this.number = number;
    this.kind = kind;
    this.world = world;
    this.baton = new Baton(name(), world.scheduler());
    Line line = new Line(this::ask);
    this.store = world.plan().order() == Plan.Order.SHUFFLED ? new Sorted(line) : line;
  }

  /** A client that puts listings in order. */
  private static final class Sorted extends SpoiltStore {
    private final SortedListing listing;

    Sorted(ObjectStore unordered) {
      super(unordered);
      this.listing = new SortedListing(unordered::list);
    }

    @Override
    public ListPage list(ListRequest request) {
      return listing.page(request);
    }
  }

  /** Does one act, and says in words what came of it. */
  abstract String act(SplittableRandom random);

  /** Lets go of everything that a machine has in memory. Requests have no effect any more. */
  abstract void forget();

  final String name() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + number;
  }

  final int number() {
    return number;
  }

  final World world() {
    return world;
  }

  final ObjectStore store() {
    return store;
  }

  final Baton baton() {
    return baton;
  }

  final boolean isDead() {
    return dead;
  }

  /** What came of the act that has ended. */
  final String outcome() {
    return outcome;
  }

  final @Nullable Throwable failure() {
    return failure;
  }

  /** The number of the next request of this act, by which its fate is drawn. */
  final int nextRequest() {
    return requests++;
  }

  final int act() {
    return act;
  }

  final void die() {
    dead = true;
  }

  final void begin(int which) {
    act = which;
    requests = 0;
    dead = false;
  }

  /** The body of an act, on a thread of the actor. */
  final void perform() {
    try {
      outcome = act(Dice.at(world.plan().seed(), 10, number, act));
    } catch (FencedException
        | StoreUnavailableException
        | StoreException
        | CommitOutcomeUnknownException
        | CheckpointNotFoundException
        | InvalidRequestException e) {
      outcome = e.getClass().getSimpleName();
    } catch (CairnException e) {
      outcome = e.getClass().getSimpleName();
      failure = dead ? null : new Broken(Promise.NO_TORN_READ, String.valueOf(e.getMessage()));
    } catch (Broken e) {
      outcome = "sees a promise broken";
      failure = dead ? null : e;
    } catch (Throwable e) {
      if (!dead) {
        failure = new AssertionError("an error that nobody documented", e);
      }
    }
    if (dead) {
      outcome = "dies";
      forget();
    }
  }

  private Object ask(Request request) {
    if (dead) {
      throw new StoreUnavailableException("The machine is off.");
    }
    return world.send(this, request);
  }

  /** Its clock: off by up to an hour, and it jumps. */
  final Instant now() {
    long seed = world.plan().seed();
    long skew = Dice.at(seed, 11, number).nextLong(-HOUR, HOUR + 1);
    SplittableRandom jump = Dice.at(seed, 12, number, act);
    if (jump.nextInt(6) == 0) {
      skew += jump.nextLong(-HOUR, HOUR + 1);
    }
    return START.plusSeconds(skew).plusNanos(world.micros() * 1000);
  }

  /** Patience in the time of this history. */
  final Patience patience() {
    int[] seconds = {0, 1, 30};
    int chosen = Dice.at(world.plan().seed(), 13, number).nextInt(seconds.length);
    return new Patience(Duration.ofSeconds(seconds[chosen]), this::nanos, nanos -> pause());
  }

  private long nanos() {
    if (dead) {
      // Who waits for an answer of a machine that is off must come to an end.
      deadNanos += HOUR * 1_000_000_000L;
    }
    return world.micros() * 1000 + deadNanos;
  }

  private void pause() {
    if (!dead) {
      world.pause(this, PAUSE_MICROS);
    }
  }
}
