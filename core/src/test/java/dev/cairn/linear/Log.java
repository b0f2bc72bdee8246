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
    Answer answer = operation.answer();
    return switch (operation.what()) {
      case Request.Open unused -> {
        Log next = new Log(version + 1, operation.client(), newest, step, tags);
        yield open || answer.equals(new Answer.Version(version + 1)) ? List.of(next) : List.of();
      }
      case Request.Save save -> {
        boolean owns = owner.equals(operation.client());
        Log next = new Log(version + 1, owner, version + 1, save.step(), tags);
        if (answer instanceof Answer.Fenced && !open) {
          yield owns ? List.of() : List.of(this);
        }
        yield owns && (open || answer.equals(new Answer.Version(version + 1)))
            ? List.of(next)
            : List.of();
      }
      case Request.Latest unused -> {
        Answer now = newest == 0 ? new Answer.Nothing() : new Answer.Newest(newest, step);
        yield open || answer.equals(now) ? List.of(this) : List.of();
      }
      case Request.Tag tag -> {
        SortedMap<String, Long> more = new TreeMap<>(tags);
        Long before = more.put(tag.name(), tag.version());
        Log next = new Log(version + 1, owner, newest, step, more);
        // Whether saying again what is so already takes an entry is not promised.
        yield before != null && before == tag.version() ? List.of(this, next) : List.of(next);
      }
      case Request.Tagged tagged -> {
        Long named = tags.get(tagged.name());
        Answer now = named == null ? new Answer.Nothing() : new Answer.Version(named);
        yield open || answer.equals(now) ? List.of(this) : List.of();
      }
    };
  }
}
