package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.Entry;
import dev.cairn.internal.log.EntryKind;
import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.PageRow;
import dev.cairn.internal.log.Pages;
import dev.cairn.internal.log.WholeIndex;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What of a process a store has to hold and what it does hold, found without the collector: one GET
 * for each entry of the log.
 *
 * @param there all objects of the process
 * @param needed those that the newest entry needs, and the claims and edits of the log
 */
record Needed(Set<String> there, Set<String> needed) {
  static Needed in(ObjectStore store, ProcessId process) {
    Set<String> there = new TreeSet<>();
    Optional<ListRequest> request = Optional.of(ListRequest.objects(process.prefix()));
    while (request.isPresent()) {
      ListRequest now = request.get();
      ListPage page = store.list(now);
      page.objects().stream().map(ObjectInfo::key).map(ObjectKey::value).forEach(there::add);
      request = page.continuation().map(now::after);
    }
    LogReader log = new LogReader(store, process);
    Entry newest = log.view().entry().orElseThrow();
    WholeIndex index =
        new WholeIndex(newest.manifest().index(), new Pages(store, process, Integer.MAX_VALUE));
    Set<Long> versions = index.readable().map(CheckpointRow::version).collect(Collectors.toSet());
    versions.add(newest.version());
    String folder = process.prefix().value();
    Set<String> needed = new HashSet<>();
    index.readable().flatMap(CheckpointRow::objects).forEach(o -> needed.add(folder + o.key()));
    index.stored().allPages().map(PageRow::object).forEach(key -> needed.add(folder + key));
    for (long version = 1; version <= newest.version(); version++) {
      boolean stays =
          versions.contains(version)
              || log.at(version)
                  .filter(entry -> entry.manifest().kind() != EntryKind.COMMIT)
                  .isPresent();
      if (stays) {
        needed.add(log.key(version).value());
      }
    }
    there.stream()
        .filter(
            key ->
                index.runs().stream().anyMatch(run -> key.startsWith(folder + run.folder() + "/")))
        .forEach(needed::add);
    return new Needed(there, new TreeSet<>(needed));
  }

  /** Checks that there is exactly what is needed. */
  void requireNothingElse(String when) {
    assertThat(there).as(when).isEqualTo(needed);
  }

  /** Checks that all that is needed is there. */
  void requireAll(String when) {
    assertThat(there).as(when).containsAll(needed);
  }

  /** What is there and not needed. */
  Set<String> garbage() {
    Set<String> rest = new TreeSet<>(there);
    rest.removeAll(needed);
    return rest;
  }
}
