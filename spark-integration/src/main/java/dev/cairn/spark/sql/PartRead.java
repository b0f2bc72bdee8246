package dev.cairn.spark.sql;

import dev.cairn.run.IntervalSet;
import dev.cairn.run.PartName;
import dev.cairn.run.PartSlice;
import dev.cairn.run.UnitInterval;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * What one task takes from a part.
 *
 * @param part that is read
 * @param units of it that are wanted, in order; at least one
 */
record PartRead(PartName part, ArrayList<UnitInterval> units) implements Serializable {
  /**
   * The parts that one task reads.
   *
   * @param places where it should be run, as Spark takes them
   */
  record Group(ArrayList<PartRead> reads, ArrayList<String> places) implements InputPartition {
    @Override
    public String[] preferredLocations() {
      return places.toArray(String[]::new);
    }

    /** The same with these places. */
    Group at(List<String> preferred) {
      return new Group(reads, new ArrayList<>(preferred));
    }
  }

  /** What is to be read of the wanted units; parts without any of them are left out. */
  static List<PartRead> of(List<PartSlice> slices, IntervalSet wanted) {
    List<UnitInterval> intervals = wanted.intervals();
    List<PartRead> reads = new ArrayList<>();
    int from = 0;
    for (PartSlice slice : slices) {
      while (from < intervals.size() && intervals.get(from).last() < slice.units().first()) {
        from++; // slices come in the order of units, so no later one needs it
      }
      var units = new ArrayList<UnitInterval>();
      for (int at = from;
          at < intervals.size() && intervals.get(at).first() <= slice.units().last();
          at++) {
        units.add(
            new UnitInterval(
                Math.max(intervals.get(at).first(), slice.units().first()),
                Math.min(intervals.get(at).last(), slice.units().last())));
      }
      if (!units.isEmpty()) {
        reads.add(new PartRead(slice.part(), units));
      }
    }
    return reads;
  }

  /** The reads in order, so many in each group. */
  static Group[] groups(List<PartRead> reads, int each) {
    var groups = new ArrayList<Group>();
    for (int from = 0; from < reads.size(); from += each) {
      groups.add(
          new Group(
              new ArrayList<>(reads.subList(from, Math.min(reads.size(), from + each))),
              new ArrayList<>()));
    }
    return groups.toArray(Group[]::new);
  }
}
