package dev.cairn.simulation;

import dev.cairn.store.PutOutcome;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import java.util.function.Supplier;

/**
 * A request that has come to the store.
 *
 * @param delay after which it lands, or lands again, where its fate is such
 */
record Delivery(World world, String who, String fault, Request request, long delay) {
  /** What a machine is told that dies. */
  static final Supplier<Object> DEATH =
      () -> {
        throw new Death();
      };

  /** Does what fate says, and gives what the sender is told. */
  Supplier<Object> meets(Fate fate) {
    switch (fate) {
      case FINE -> {
        Object answer = apply("");
        return () -> answer;
      }
      case LOST_REQUEST, CONFLICT -> {
        note(fate);
        return this::unavailable;
      }
      case LOST_ANSWER -> {
        apply(", " + fate);
        return this::unavailable;
      }
      case LATE -> {
        note(fate);
        landLater();
        return this::unavailable;
      }
      case ECHO -> {
        Object answer = apply(", " + fate);
        landLater();
        return () -> answer;
      }
      case REFUSED -> {
        note(fate);
        return () -> {
          throw new StoreException("The store refused it: an injected fault. Give it room.");
        };
      }
      case OWN_CONFLICT -> {
        apply(", " + fate);
        return PutOutcome.AlreadyExists::new;
      }
      case DEATH_BEFORE -> {
        note(fate);
        return DEATH;
      }
      case DEATH_AFTER -> {
        apply(", " + fate);
        return DEATH;
      }
      case DEATH_AND_LATE -> {
        note(fate);
        if (request.isWrite()) {
          landLater();
        }
        return DEATH;
      }
    }
    throw new AssertionError(fate);
  }

  private Object apply(String how) {
    return world.apply(who, request, how);
  }

  private void note(Fate fate) {
    world.note(who, request, ", " + fate);
  }

  private void landLater() {
    world.later(
        delay,
        "late: " + fault,
        () -> {
          try {
            world.apply("the network", request, ", of " + fault);
          } catch (StoreException e) {
            // Nobody is there to be told.
          }
        });
  }

  private Object unavailable() {
    throw new StoreUnavailableException("No answer: an injected fault. Try again.");
  }
}
