package dev.cairn.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.InvalidRequestException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartFormatTest {
  private static byte[] bytes(PartFormat.Encoded part) {
    byte[] bytes = new byte[part.bytes().remaining()];
    part.bytes().duplicate().get(bytes);
    return bytes;
  }

  @Test
  void encode_smallPart_isTheDocumentedBytes() {
    var units = new UnitInterval(7, 9);
    PartFormat.Encoded part =
        PartFormat.encode(units, List.of(new byte[] {'a', 'b'}, new byte[0], new byte[] {'c'}));
    assertThat(new String(bytes(part), StandardCharsets.ISO_8859_1))
        .isEqualTo("CAIRN-PART 1 7 9 none 15\n\0\0\0\2ab\0\0\0\0\0\0\0\1c");
    // the next two were computed from docs/format-parts.md by a program in another language
    assertThat(part.sha256())
        .isEqualTo("b18eef195dd43e1049ffd8ce2d6dc8ea505a6c0c9094b154cd927292944af140");
  }

  @Test
  void encode_compressiblePart_isOneFrameWithTheDigestOfThePlainPart() {
    PartFormat.Encoded part =
        PartFormat.encode(new UnitInterval(0, 1), List.of(new byte[500], new byte[500]));
    byte[] bytes = bytes(part);
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
        .startsWith("CAIRN-PART 1 0 1 zstd 1008\n");
    assertThat(HexFormat.of().formatHex(bytes, 27, 31)).isEqualTo("28b52ffd");
    assertThat(bytes).hasSizeLessThan(100);
    assertThat(part.sha256())
        .isEqualTo("1b6a6e8eb18534737e895864500fce79983ba44ca8db28828e11d81ddc1fd0bc");
  }

  @Test
  void decode_whatEncodeWrites_isTheSame() throws IOException {
    int compressed = 0;
    for (long seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      List<byte[]> results = Parts.randomResults(random, 1 + random.nextInt(60));
      long first = random.nextInt(3) == 0 ? 0 : random.nextLong(900_000_000_000L);
      var units = new UnitInterval(first, first + results.size() - 1);
      PartFormat.Encoded part = PartFormat.encode(units, results);
      byte[] bytes = bytes(part);
      compressed += new String(bytes, StandardCharsets.ISO_8859_1).contains(" zstd ") ? 1 : 0;
      long plain = results.stream().mapToLong(result -> 4 + result.length).sum();
      assertThat(bytes.length).as("seed %d", seed).isLessThan((int) plain + 62);
      List<byte[]> back = PartFormat.decode(bytes, new PartName(units, "a", part.sha256()));
      assertThat(back).as("seed %d", seed).hasSameSizeAs(results);
      for (int i = 0; i < results.size(); i++) {
        assertThat(back.get(i)).as("seed %d", seed).isEqualTo(results.get(i));
      }
    }
    assertThat(compressed).as("both ways occur").isBetween(100, 1_900);
  }

  @Test
  void decode_manyUnitsWithoutResult_works() throws IOException {
    var units = new UnitInterval(0, PartName.MAX_UNITS - 1);
    PartFormat.Encoded part =
        PartFormat.encode(units, Collections.nCopies(PartName.MAX_UNITS, new byte[0]));
    assertThat(PartFormat.decode(bytes(part), new PartName(units, "a", part.sha256())))
        .hasSize(PartName.MAX_UNITS)
        .allMatch(result -> result.length == 0);
  }

  @Test
  void encode_sameResultsForOtherUnits_hasAnotherDigest() {
    List<byte[]> results = List.of(new byte[9]);
    assertThat(PartFormat.encode(new UnitInterval(1, 1), results).sha256())
        .isNotEqualTo(PartFormat.encode(new UnitInterval(2, 2), results).sha256());
  }

  @Test
  void encode_whatFitsInNoPart_isRefused() {
    assertThatThrownBy(
            () ->
                PartFormat.encode(
                    new UnitInterval(0, 1),
                    List.of(new byte[PartFormat.MAX_BODY - 7], new byte[0])))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("write several parts");
    assertThatThrownBy(() -> PartFormat.encode(new UnitInterval(0, 1), List.of(new byte[1])))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("give one for each unit");
  }

  @Test
  void encode_buffersOfResults_areNotKept() {
    byte[] result = {1, 2, 3};
    List<byte[]> results = new ArrayList<>(List.of(result));
    ByteBuffer part = PartFormat.encode(new UnitInterval(0, 0), results).bytes();
    result[0] = 9;
    results.clear();
    assertThat(part.get(part.limit() - 3)).isEqualTo((byte) 1);
  }
}
