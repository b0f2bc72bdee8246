package dev.cairn.linear;

import dev.cairn.linear.Operation.Answer;
import dev.cairn.linear.Operation.Request;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a process is, with everything left out that is not promised: a number that grows by one with
 * each entry, an owner, the newest checkpoint, and tags.
 *
 * @param version of the newest entry, 0 when there is none
 * @param owner who opened it last; empty when nobody did
 * @param newest version of the newest checkpoint, 0 when there is none
 * @param step of the newest checkpoint
 * @param tags the version that each names
 */
record Log(long version, String owner, long newest, long step, SortedMap<String, Long> tags) {
  static final Log EMPTY = new Log(0, "", 0, 0, new TreeMap<>());

  /**
   * The states after an operation was done and had its answer; none when it cannot have had that
   * answer here.
   */
  List<Log> after(Operation operation) {
    boolean open = operation.answered().isEmpty();
    Request what = operation.what();
    if (what instanceof Request.Open) {
      Log next = new Log(version + 1, operation.client(), newest, step, tags);
      return open || operation.answer().equals(new Answer.Version(version + 1))
          ? List.of(next)
          : List.of();
    }
    if (what instanceof Request.Save save) {
      return afterSave(operation, save, open);
    }
    if (what instanceof Request.Tag tag) {
      SortedMap<String, Long> more = new TreeMap<>(tags);
      Long before = more.put(tag.name(), tag.version());
      Log next = new Log(version + 1, owner, newest, step, more);
      // Whether saying again what is so already takes an entry is not promised.
      return before != null && before == tag.version() ? List.of(this, next) : List.of(next);
    }
    return open || operation.answer().equals(read(what)) ? List.of(this) : List.of();
  }

  /**
   * The state after somebody who opens the process claimed it, saw that another one came first, and
   * began anew: nobody owns it then.
   */
  Log afterVainClaim() {
    return new Log(version + 1, "", newest, step, tags);
  }

  private List<Log> afterSave(Operation operation, Request.Save save, boolean open) {
    boolean owns = owner.equals(operation.client());
    if (!open && operation.answer() instanceof Answer.Fenced) {
      return owns ? List.of() : List.of(this);
    }
    Log next = new Log(version + 1, owner, version + 1, save.step(), tags);
    return owns && (open || operation.answer().equals(new Answer.Version(version + 1)))
        ? List.of(next)
        : List.of();
  }

  private Answer read(Request what) {
    if (what instanceof Request.Tagged tagged) {
      Long named = tags.get(tagged.name());
      return named == null ? new Answer.Nothing() : new Answer.Version(named);
    }
    return newest == 0 ? new Answer.Nothing() : new Answer.Newest(newest, step);
  }
}
