package dev.cairn.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.InvalidRequestException;
import dev.cairn.store.KeyPrefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartNameTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);

  @Test
  void format_name_isFixed() {
    assertThat(new PartName(new UnitInterval(7, 1203), "t4a0", DIGEST))
        .hasToString("000000000007-000000001203-t4a0-" + DIGEST);
  }

  @Test
  void parse_whatFormatWrites_isTheSame() {
    for (long seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      PartName name = Parts.randomName(random, 1 + random.nextInt(1_000_000));
      assertThat(PartName.parse(name.format())).as("seed %d", seed).contains(name);
    }
    long last = RunDefinition.MAX_UNITS - 1;
    PartName largest =
        new PartName(new UnitInterval(last - PartName.MAX_UNITS + 1, last), "z".repeat(32), DIGEST);
    assertThat(PartName.parse(largest.format())).contains(largest);
    assertThat(new KeyPrefix("runs/x/").key(largest.format()).name()).hasSize(123);
  }

  @Test
  void compareTo_randomNames_ordersAsTheirTextsDo() {
    for (long seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      List<PartName> names = new ArrayList<>();
      LongStream.range(0, 60).forEach(i -> names.add(Parts.randomName(random, 4)));
      names.sort(Comparator.naturalOrder());
      assertThat(names.stream().map(PartName::format)).as("seed %d", seed).isSorted();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "notes.txt",
        "000000000000-000000000009-a",
        "000000000000-000000000009-a-0123",
        "00000000000-000000000009-a-DIGEST",
        "000000000000-000000000009--DIGEST",
        "000000000000-000000000009-A-DIGEST",
        "000000000000-000000000009-a-b-DIGEST",
        "000000000000-000000000009-a-DIGEST ",
        "000000000000-000000000009-a-DIGEST\n",
        "000000000000-000000000009-a-DIGEST.tmp",
        "folder/000000000000-000000000009-a-DIGEST",
        "000000000009-000000000000-a-DIGEST",
        "000000000000-000001048576-a-DIGEST",
        "999999999999-999999999999-a-DIGEST",
        "-00000000001-000000000009-a-DIGEST",
        "٠٠٠٠٠٠٠٠٠٠٠٠-000000000009-a-DIGEST",
        "000000000000-000000000009-abcdefghijklmnopqrstuvwxyz0123456-DIGEST"
      })
  void parse_foreignName_isEmpty(String name) {
    assertThat(PartName.parse(name.replace("DIGEST", DIGEST))).isEmpty();
  }

  @Test
  void new_whatCannotBeRead_isRefusedInOneLine() {
    var units = new UnitInterval(0, 9);
    for (String attempt : List.of("", "A", "a-b", "a\nb", "a/b", "x".repeat(33))) {
      assertThatThrownBy(() -> new PartName(units, attempt, DIGEST))
          .isInstanceOf(InvalidRequestException.class)
          .message()
          .doesNotContain("\n")
          .contains("cannot name an attempt");
    }
    assertThatThrownBy(() -> new PartName(units, "a", DIGEST.toUpperCase(java.util.Locale.ROOT)))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> new PartName(new UnitInterval(0, PartName.MAX_UNITS), "a", DIGEST))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("write several parts");
  }
}
