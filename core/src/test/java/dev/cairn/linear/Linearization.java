package dev.cairn.linear;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for an order of the operations of a history. Whatever is not yet in the order and was not
 * preceded in time by anything else that is not yet in it may come next; where the state does not
 * allow its answer, another is tried. Who opens the process may have claimed it in vain before,
 * which fences others as any claim does. What is in the order, with the state, is remembered, so
 * that no place is searched twice (Wing and Gong 1993, with the memory of Lowe 2017).
 */
final class Linearization {
  private final List<Operation> history;
  private final long lastVersion;
  private final Set<Place> seen = new HashSet<>();
  private final Deque<Operation> order = new ArrayDeque<>();
  private List<Operation> longest = List.of();

  private record Place(BitSet done, Log state) {}

  private Linearization(List<Operation> history) {
    this.history = history.stream().sorted(Comparator.comparingLong(Operation::asked)).toList();
    this.lastVersion =
        history.stream()
            .filter(operation -> operation.answered().isPresent())
            .mapToLong(Linearization::version)
            .max()
            .orElse(0);
  }

  /**
   * Whether there is such an order; the longest begin of one is in the error when there is none.
   */
  static void require(List<Operation> history) {
    Linearization search = new Linearization(history);
    if (!search.from(new BitSet(), Log.EMPTY)) {
      StringBuilder text = new StringBuilder("no order explains this history:\n");
      search.history.forEach(operation -> text.append(operation).append('\n'));
      text.append("the longest begin of an order:\n");
      search.longest.forEach(operation -> text.append(operation).append('\n'));
      throw new AssertionError(text.toString());
    }
  }

  /** How deep it goes is bounded by the length of a history, a few hundred. */
  private boolean from(BitSet done, Log state) {
    if (order.size() > longest.size()) {
      longest = new ArrayList<>(order);
    }
    if (isAllAnswered(done)) {
      return true;
    }
    if (!seen.add(new Place((BitSet) done.clone(), state))) {
      return false;
    }
    long earliest = Long.MAX_VALUE;
    for (int i = done.nextClearBit(0); i < history.size(); i = done.nextClearBit(i + 1)) {
      Operation operation = history.get(i);
      if (operation.asked() > earliest) {
        break; // Something that is not in the order was over before this one began.
      }
      for (Log next : state.after(operation)) {
        done.set(i);
        order.addLast(operation);
        if (from(done, next)) {
          return true;
        }
        order.removeLast();
        done.clear(i);
      }
      if (operation.what() instanceof Operation.Request.Open
          && state.version() < lastVersion
          && from(done, state.afterVainClaim())) {
        return true;
      }
      earliest = Math.min(earliest, operation.answered().orElse(Long.MAX_VALUE));
    }
    return false;
  }

  private static long version(Operation operation) {
    return operation.answer() instanceof Operation.Answer.Version version ? version.version() : 0;
  }

  private boolean isAllAnswered(BitSet done) {
    for (int i = done.nextClearBit(0); i < history.size(); i = done.nextClearBit(i + 1)) {
      if (history.get(i).answered().isPresent()) {
        return false;
      }
    }
    return true;
  }
}
