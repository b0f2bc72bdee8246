package dev.cairn.spark;

import dev.cairn.run.PartName;
import dev.cairn.run.PartSlice;
import dev.cairn.run.UnitInterval;

/**
 * Slices of parts as tasks know them: the text {@code <first> <last> <part>}, which any serializer
 * of Spark can send.
 */
final class SliceText {
  private SliceText() {}

  static String of(PartSlice slice) {
    return slice.units().first() + " " + slice.units().last() + " " + slice.part().format();
  }

  static PartSlice parse(String text) {
    String[] fields = text.split(" ", -1);
    return new PartSlice(
        PartName.parse(fields[2]).orElseThrow(() -> new IllegalStateException(text)),
        new UnitInterval(Long.parseLong(fields[0]), Long.parseLong(fields[1])));
  }
}
