package dev.cairn.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.run.PartListing;
import dev.cairn.run.PartName;
import dev.cairn.run.PartSlice;
import dev.cairn.run.ResultDigest;
import dev.cairn.run.UnitInterval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class VerifyPassTest {
  private static final long UNITS = 1000;

  @Test
  void digest_tasksEndInAnyOrder_isThatOfTheUnitsInOrder() {
    var expected = new ResultDigest(UNITS);
    expected.add(new UnitInterval(0, UNITS - 1), digests(new UnitInterval(0, UNITS - 1)));
    String digest = expected.complete();
    for (int seed = 0; seed < 50; seed++) {
      var random = new Random(seed);
      var pass = new VerifyPass(listing(random).cover(), Map.of(), UNITS, 2);
      List<String[]> tasks = pass.nextBatch().orElseThrow();
      var order = new ArrayList<>(IntStream.range(0, tasks.size()).boxed().toList());
      Collections.shuffle(order, random);
      long verified = 0;
      for (int task : order) {
        verified += pass.add(task, whole(tasks.get(task)));
      }
      assertThat(pass.nextBatch()).isEmpty();
      assertThat(verified).as("seed %d", seed).isEqualTo(UNITS);
      assertThat(pass.damaged()).isEmpty();
      assertThat(pass.digest()).as("seed %d", seed).isEqualTo(digest);
    }
  }

  /** Of all parts, of some, of each part but one; and of parts of which only a piece is used. */
  @Test
  void digest_someDigestsAreKnown_readsTheRestAndIsTheSame() {
    var expected = new ResultDigest(UNITS);
    expected.add(new UnitInterval(0, UNITS - 1), digests(new UnitInterval(0, UNITS - 1)));
    String digest = expected.complete();
    for (int seed = 0; seed < 50; seed++) {
      var random = new Random(seed);
      PartListing listing = listing(random);
      int share = seed % 5;
      var known = new HashMap<PartName, byte[]>();
      for (PartName part : listing.parts()) {
        if (random.nextInt(4) < share) {
          known.put(part, digests(part.units()));
        }
      }
      var pass = new VerifyPass(listing.cover(), known, UNITS, 2);
      long verified = pass.advance();
      for (var batch = pass.nextBatch(); batch.isPresent(); batch = pass.nextBatch()) {
        List<String[]> tasks = batch.get();
        var order = new ArrayList<>(IntStream.range(0, tasks.size()).boxed().toList());
        Collections.shuffle(order, random);
        for (int task : order) {
          assertThat(Arrays.stream(tasks.get(task)).map(SliceText::parse))
              .noneMatch(
                  slice ->
                      known.containsKey(slice.part())
                          && slice.units().equals(slice.part().units()));
          verified += pass.add(task, whole(tasks.get(task)));
        }
      }
      assertThat(verified).as("seed %d", seed).isEqualTo(UNITS);
      assertThat(pass.digest()).as("seed %d", seed).isEqualTo(digest);
    }
  }

  @Test
  void nextBatch_allDigestsAreKnown_isNone() {
    var parts = List.of(part(0, 9), part(10, 19));
    var known = new HashMap<PartName, byte[]>();
    parts.forEach(part -> known.put(part, digests(part.units())));
    var pass = new VerifyPass(new PartListing(20, parts, 0).cover(), known, 20, 2);
    assertThat(pass.advance()).isEqualTo(20);
    assertThat(pass.nextBatch()).isEmpty();
    var expected = new ResultDigest(20);
    expected.add(new UnitInterval(0, 19), digests(new UnitInterval(0, 19)));
    assertThat(pass.digest()).isEqualTo(expected.complete());
  }

  @Test
  void damaged_someSlicesAre_namesTheirPartsAndCountsTheRest() {
    PartListing listing = listing(new Random(1));
    var pass = new VerifyPass(listing.cover(), Map.of(), UNITS, 2);
    List<String[]> tasks = pass.nextBatch().orElseThrow();
    long verified = 0;
    for (int task = 0; task < tasks.size(); task++) {
      byte[][] reports = whole(tasks.get(task));
      if (task == 2) {
        reports[0] = new SliceReport.Damaged("it is gone").encode();
      }
      verified += pass.add(task, reports);
    }
    PartSlice damaged = SliceText.parse(tasks.get(2)[0]);
    assertThat(pass.damaged()).hasSize(1).containsEntry(damaged.part(), "it is gone");
    assertThat(verified).isEqualTo(UNITS - damaged.units().size());
  }

  @Test
  void nextBatch_moreUnitsThanABatchTakes_severalBatchesWithAllSlices() {
    long units = 20_000_000;
    var parts = new ArrayList<PartName>();
    for (long first = 0; first < units; first += 100_000) {
      parts.add(part(first, first + 99_999));
    }
    var pass = new VerifyPass(new PartListing(units, parts, 0).cover(), Map.of(), units, 2);
    var handedOut = new ArrayList<PartName>();
    int batches = 0;
    for (var batch = pass.nextBatch(); batch.isPresent(); batch = pass.nextBatch()) {
      batches++;
      batch.get().stream()
          .flatMap(Arrays::stream)
          .forEach(text -> handedOut.add(SliceText.parse(text).part()));
    }
    assertThat(handedOut).isEqualTo(parts);
    assertThat(batches).isEqualTo(5);
  }

  private static byte[][] whole(String[] slices) {
    return Arrays.stream(slices)
        .map(text -> new SliceReport.Whole(digests(SliceText.parse(text).units())).encode())
        .toArray(byte[][]::new);
  }

  private static byte[] digests(UnitInterval units) {
    return ResultDigest.unitDigests(
        LongStream.rangeClosed(units.first(), units.last())
            .mapToObj(unit -> Long.toString(unit).getBytes(UTF_8))
            .toList());
  }

  /** Parts that overlap here and there and together hold all units. */
  private static PartListing listing(Random random) {
    var parts = new ArrayList<PartName>();
    long first = 0;
    while (first < UNITS) {
      long last = Math.min(UNITS - 1, first + random.nextInt(40));
      parts.add(part(Math.max(0, first - random.nextInt(5)), last));
      first = last + 1;
    }
    return new PartListing(UNITS, parts, 0);
  }

  private static PartName part(long first, long last) {
    return new PartName(new UnitInterval(first, last), "a", "0".repeat(64));
  }
}
