package dev.cairn.internal.log.history;

import dev.cairn.internal.log.Contexts;
import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.Marks;
import dev.cairn.internal.log.Pages;
import dev.cairn.internal.log.WholeIndex;
import dev.cairn.store.ObjectStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was promised so far in one history, and whether it is kept. */
final class Oracle {
  private final LogReader reader;
  private final Pages pages;
  private final Set<String> acknowledged = new HashSet<>();
  private final Set<String> denied = new HashSet<>();
  private final Set<Long> epochs = new HashSet<>();
  private final Map<Long, String> versions = new HashMap<>();

  /** Looks at the store as it is, with no faults in between. */
  Oracle(ObjectStore store) {
    this.reader = new LogReader(store, Contexts.PROCESS);
    this.pages = new Pages(store, Contexts.PROCESS, 100);
  }

  void opened(long epoch) {
    require(epochs.add(epoch), "two writers with epoch " + epoch);
    require(!versions.containsKey(epoch), "a claim at an acknowledged version " + epoch);
    check();
  }

  void committed(String mark, long version, long epoch) {
    for (long newer : epochs) {
      require(
          newer <= epoch || newer > version,
          "v%d of epoch %d acknowledged although epoch %d was open"
              .formatted(version, epoch, newer));
    }
    String other = versions.put(version, mark);
    require(other == null, "v" + version + " is both " + other + " and " + mark);
    acknowledged.add(mark);
    check();
  }

  void edited(String mark) {
    acknowledged.add(mark);
    check();
  }

  void denied(String mark) {
    denied.add(mark);
    check();
  }

  /** What a reader must see that starts now. */
  Set<String> owed() {
    return Set.copyOf(acknowledged);
  }

  void seen(List<String> marks, Set<String> owed) {
    require(marks.containsAll(owed), "a reader missed some of " + owed + " in " + marks);
  }

  int acknowledged() {
    return acknowledged.size();
  }

  /** Reads the newest entry, and compares it with what was promised. */
  void check() {
    List<String> marks = Marks.in(new WholeIndex(reader.view().index(), pages));
    require(marks.containsAll(acknowledged), "lost: " + missing(marks));
    require(marks.stream().noneMatch(denied::contains), "denied, and there: " + marks);
    require(new HashSet<>(marks).size() == marks.size(), "there twice: " + marks);
  }

  private List<String> missing(List<String> marks) {
    List<String> missing = new ArrayList<>(acknowledged);
    missing.removeAll(marks);
    return missing;
  }

  private static void require(boolean kept, String otherwise) {
    if (!kept) {
      throw new AssertionError(otherwise);
    }
  }
}
