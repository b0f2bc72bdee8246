package dev.cairn.spark;

import dev.cairn.run.PartSlice;
import java.util.ArrayList;
import java.util.List;

/** Puts consecutive slices together, so that one task reads several. */
final class SliceGroups {
  private SliceGroups() {}

  /** Groups of at most {@code most} slices and, where a slice leaves the choice, {@code units}. */
  static List<List<PartSlice>> of(List<PartSlice> slices, int most, long units) {
    var groups = new ArrayList<List<PartSlice>>();
    var group = new ArrayList<PartSlice>();
    long collected = 0;
    for (PartSlice slice : slices) {
      if (!group.isEmpty() && (group.size() == most || collected + slice.units().size() > units)) {
        groups.add(List.copyOf(group));
        group.clear();
        collected = 0;
      }
      group.add(slice);
      collected += slice.units().size();
    }
    if (!group.isEmpty()) {
      groups.add(List.copyOf(group));
    }
    return groups;
  }

  /** The group as a task carries it. */
  static String[] text(List<PartSlice> group) {
    return group.stream().map(SliceText::of).toArray(String[]::new);
  }
}
