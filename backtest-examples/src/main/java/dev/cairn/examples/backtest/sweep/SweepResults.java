package dev.cairn.examples.backtest.sweep;

import dev.cairn.CheckpointNotFoundException;
import dev.cairn.CheckpointReader;
import dev.cairn.ProcessId;
import dev.cairn.Restored;
import dev.cairn.codec.Codec;
import dev.cairn.codec.Codecs;
import dev.cairn.examples.backtest.UnitResult;
import dev.cairn.run.PartListing;
import dev.cairn.run.PartName;
import dev.cairn.run.PartSlice;
import dev.cairn.run.ResultDigest;
import dev.cairn.run.RunInfo;
import dev.cairn.run.RunParts;
import dev.cairn.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The results of a completed sweep, read from the store without Spark, part by part, and their
 * digest, computed anew from what was read.
 *
 * @param results by unit
 * @param digest of them
 */
public record SweepResults(List<UnitResult> results, String digest) {
  /** Copies the list. */
  public SweepResults {
    results = List.copyOf(results);
  }

  /**
   * Reads the newest completed run of a process.
   *
   * @throws CheckpointNotFoundException when it has none
   * @throws dev.cairn.DamagedException when the checkpoint that completed it is damaged
   * @throws dev.cairn.run.DamagedPartException when a part is
   */
  public static SweepResults read(ObjectStore store, ProcessId process) {
    try (CheckpointReader reader = CheckpointReader.open(store, process)) {
      RunInfo run =
          reader.runs().stream()
              .filter(info -> info.completedBy().isPresent())
              .reduce((older, newer) -> newer)
              .orElseThrow(
                  () ->
                      new CheckpointNotFoundException(
                          "%s has no completed run. Start it again, and it goes on."
                              .formatted(process)));
      Restored last = reader.restore(run.completedBy().orElseThrow());
      long units = last.progress().step();
      List<PartName> parts =
          last.item("parts", Codecs.utf8())
              .lines()
              .map(name -> PartName.parse(name).orElseThrow())
              .toList();
      return read(new RunParts(store, run.prefix(), units), new PartListing(units, parts, 0));
    }
  }

  private static SweepResults read(RunParts parts, PartListing listing) {
    Codec<UnitResult> codec = SweepDefinition.codec();
    ResultDigest digest = new ResultDigest(listing.units());
    List<UnitResult> results = new ArrayList<>();
    for (PartSlice slice : listing.cover().slices()) {
      List<byte[]> bytes = parts.read(slice);
      digest.add(slice.units(), ResultDigest.unitDigests(bytes));
      for (byte[] result : bytes) {
        try {
          results.add(codec.fromBytes(result));
        } catch (IOException e) {
          throw new UncheckedIOException(
              "A result of the units " + slice.units() + " is not one", e);
        }
      }
    }
    return new SweepResults(results, digest.complete());
  }
}
