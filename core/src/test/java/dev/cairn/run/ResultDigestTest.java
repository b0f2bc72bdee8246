package dev.cairn.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResultDigestTest {
  private static String digest(List<byte[]> results) {
    var digest = new ResultDigest(results.size());
    digest.add(new UnitInterval(0, results.size() - 1), ResultDigest.unitDigests(results));
    return digest.complete();
  }

  @Test
  void complete_example_isThatOfTheDocumentedBytes() {
    // computed from docs/format-parts.md by a program in another language
    assertThat(digest(List.of(bytes(), bytes('a'), bytes(0, 255), bytes('a'))))
        .isEqualTo("e1d7ee3a3b545998d1b1c4f2f61ab849032e1fd13824638a2b2965958c8f499f");
  }

  @Test
  void complete_resultsCutInAnyWay_isTheSame() {
    for (long seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      List<byte[]> results = Parts.randomResults(random, 1 + random.nextInt(100));
      var digest = new ResultDigest(results.size());
      for (int first = 0; first < results.size(); ) {
        int end = Math.min(results.size(), first + 1 + random.nextInt(12));
        digest.add(
            new UnitInterval(first, end - 1),
            ResultDigest.unitDigests(results.subList(first, end)));
        first = end;
      }
      assertThat(digest.complete()).as("seed %d", seed).isEqualTo(digest(results));
    }
  }

  @Test
  void complete_anyOtherResults_isAnother() {
    List<List<byte[]>> all = new ArrayList<>();
    all.add(List.of(bytes('a', 'b'), bytes('c')));
    all.add(List.of(bytes('a'), bytes('b', 'c')));
    all.add(List.of(bytes('c'), bytes('a', 'b')));
    all.add(List.of(bytes('a', 'b', 'c'), bytes()));
    all.add(List.of(bytes(), bytes('a', 'b', 'c')));
    all.add(List.of(bytes('a', 'b', 'c')));
    all.add(List.of(bytes('a', 'b'), bytes('c'), bytes()));
    all.add(List.of(bytes('a', 'b'), bytes('d')));
    assertThat(all.stream().map(ResultDigestTest::digest)).doesNotHaveDuplicates();
  }

  @Test
  void add_whatDoesNotComeNext_isRefusedAndChangesNothing() {
    List<byte[]> results = Parts.randomResults(new Random(1), 10);
    byte[] all = ResultDigest.unitDigests(results);
    var digest = new ResultDigest(10);
    digest.add(new UnitInterval(0, 3), ResultDigest.unitDigests(results.subList(0, 4)));
    refused(digest, new UnitInterval(5, 9), new byte[5 * 32]); // a gap
    refused(digest, new UnitInterval(3, 9), new byte[7 * 32]); // one twice
    refused(digest, new UnitInterval(0, 3), new byte[4 * 32]); // from the start
    refused(digest, new UnitInterval(4, 10), new byte[7 * 32]); // beyond the run
    refused(digest, new UnitInterval(4, 9), new byte[6 * 32 - 1]);
    refused(digest, new UnitInterval(4, 9), all);
    refused(digest, new UnitInterval(4, RunDefinition.MAX_UNITS - 1), new byte[0]);
    digest.add(new UnitInterval(4, 9), ResultDigest.unitDigests(results.subList(4, 10)));
    assertThat(digest.complete()).isEqualTo(digest(results));
  }

  @Test
  void complete_unitsMissing_isRefusedAndMayGoOn() {
    List<byte[]> results = Parts.randomResults(new Random(2), 10);
    var digest = new ResultDigest(10);
    digest.add(new UnitInterval(0, 8), ResultDigest.unitDigests(results.subList(0, 9)));
    assertThatThrownBy(digest::complete)
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("units 9 to 9");
    digest.add(new UnitInterval(9, 9), ResultDigest.unitDigests(results.subList(9, 10)));
    assertThat(digest.complete()).isEqualTo(digest(results));
    assertThatThrownBy(digest::complete).isInstanceOf(IllegalStateException.class);
    refused(digest, new UnitInterval(0, 9), new byte[320]);
  }

  @Test
  void new_noUnits_isRefused() {
    assertThatThrownBy(() -> new ResultDigest(0)).isInstanceOf(InvalidRequestException.class);
  }

  private static void refused(ResultDigest digest, UnitInterval units, byte[] digests) {
    assertThatThrownBy(() -> digest.add(units, digests))
        .isInstanceOf(InvalidRequestException.class);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
