package dev.cairn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what a collection finds. It takes as much memory as there are reasons. */
final class CollectionTally {
  private final Map<Reason, CollectionReport.Group> groups = new LinkedHashMap<>();
  private final List<String> left = new ArrayList<>();

  private record Reason(GarbageObject.Kind kind, String text) {}

  void add(GarbageObject object) {
    groups.merge(
        new Reason(object.kind(), object.reason()),
        new CollectionReport.Group(object.kind(), object.reason(), 1, object.bytes()),
        (some, more) ->
            new CollectionReport.Group(
                some.kind(),
                some.reason(),
                some.objects() + more.objects(),
                some.bytes() + more.bytes()));
  }

  void left(String what) {
    left.add(what);
  }

  CollectionReport report(ProcessId process, long version, CollectionReport.Action action) {
    return new CollectionReport(process, version, action, List.copyOf(groups.values()), left);
  }
}
