package dev.cairn.spark;

import dev.cairn.run.PartName;
import dev.cairn.run.PartSlice;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import java.util.List;

/**
 * Slices of parts as tasks know them: the text {@code <first> <last> <part>}, which any serializer
 * of Spark can send, and the results that stand behind it.
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

  /**
   * The encoded results of the slice, in unit order, verified; one request.
   *
   * @throws dev.cairn.run.DamagedPartException when the part is damaged or gone
   */
  static List<byte[]> results(RunParts parts, PartSlice slice) {
    List<byte[]> all = parts.read(slice.part());
    int from = Math.toIntExact(slice.units().first() - slice.part().units().first());
    return all.subList(from, Math.toIntExact(from + slice.units().size()));
  }
}
