package dev.cairn.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.InvalidRequestException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RunDefinitionTest {
  /** SHA-256 of "prices". */
  private static final String PRICES =
      "fe81f9390ffe3dc8daa4888a7dc430ce4a41f164281d15449a24840a70b5f2c2";

  private static RunDefinition.Builder example() {
    return RunDefinition.builder()
        .codeVersion("git:4f2c1e")
        .parameter("größe", "µ")
        .parameter("cost", "5")
        .input("prices", PRICES)
        .units(9_600)
        .seed(-42)
        .resultSchema("json");
  }

  @Test
  void fingerprint_example_isThatOfTheDocumentedBytes() {
    // computed from docs/format-parts.md by a program in another language
    assertThat(example().build().fingerprint().hex())
        .isEqualTo("0bd955711d149978215cd9efb4321b794b824951f5e6e31c380579a9ff6d9bf4");
  }

  @Test
  void fingerprint_anyFieldChanged_isAnother() {
    RunDefinition base = example().build();
    List<UnaryOperator<RunDefinition.Builder>> changes =
        List.of(
            b -> b.codeVersion("git:4f2c1f"),
            b -> b.parameter("cost", "6"),
            b -> b.parameter("slippage", "1"),
            b -> b.input("prices", PRICES.replace('f', 'e')),
            b -> b.input("cost", PRICES),
            b -> b.units(9_601),
            b -> b.seed(42),
            b -> b.resultSchema(""));
    for (var change : changes) {
      RunDefinition changed = change.apply(example()).build();
      assertThat(changed.fingerprint()).isNotEqualTo(base.fingerprint());
      assertThat(base.differences(changed)).hasSize(1);
    }
  }

  /** Texts that look like the bounds between texts, in a small space so that many are equal. */
  private static RunDefinition confusing(Random random) {
    List<String> words = List.of("", "a", "b", "ab", "\0", "\0\0\0\1a", "units", "input a", "7");
    var builder = RunDefinition.builder().codeVersion("x" + words.get(random.nextInt(9)));
    for (int i = random.nextInt(3); i > 0; i--) {
      builder.parameter(words.get(random.nextInt(9)), words.get(random.nextInt(9)));
    }
    for (int i = random.nextInt(2); i > 0; i--) {
      builder.input(words.get(random.nextInt(9)), PRICES);
    }
    return builder.units(1 + random.nextInt(2)).seed(random.nextInt(2)).build();
  }

  @Test
  void fingerprint_randomDefinitions_isEqualExactlyWhenTheyAre() {
    Map<Fingerprint, RunDefinition> seen = new HashMap<>();
    int equal = 0;
    for (long seed = 0; seed < 20_000; seed++) {
      RunDefinition definition = confusing(new Random(seed));
      RunDefinition before = seen.putIfAbsent(definition.fingerprint(), definition);
      if (before != null) {
        equal++;
        assertThat(definition).as("seed %d", seed).isEqualTo(before);
        assertThat(definition.differences(before)).as("seed %d", seed).isEmpty();
      }
    }
    assertThat(equal).isPositive();
    assertThat(seen.values()).doesNotHaveDuplicates();
  }

  @Test
  void fingerprint_mapsInAnotherOrder_isTheSame() {
    SortedMap<String, String> backwards = new TreeMap<>(Comparator.reverseOrder());
    backwards.putAll(Map.of("a", "1", "b", "2", "c", "3"));
    SortedMap<String, String> forwards = new TreeMap<>(Map.copyOf(backwards));
    var one = new RunDefinition("v", backwards, new TreeMap<>(), 1, 0, "");
    var two = new RunDefinition("v", forwards, new TreeMap<>(), 1, 0, "");
    assertThat(one).isEqualTo(two);
    assertThat(one.fingerprint()).isEqualTo(two.fingerprint());
    assertThat(one.parameters().keySet()).containsExactly("a", "b", "c");
  }

  @Test
  void new_mapThatChangesLater_keepsWhatItWas() {
    SortedMap<String, String> parameters = new TreeMap<>(Map.of("a", "1"));
    var definition = new RunDefinition("v", parameters, new TreeMap<>(), 1, 0, "");
    parameters.put("b", "2");
    assertThat(definition.parameters()).containsExactly(Map.entry("a", "1"));
    assertThatThrownBy(() -> definition.parameters().put("c", "3"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void differences_fieldsThatDiffer_areNamedInOrder() {
    RunDefinition now =
        example()
            .codeVersion("git:77aa00\nx")
            .parameter("cost", "10")
            .parameter("slippage", "1")
            .units(5)
            .build();
    assertThat(example().build().differences(now))
        .containsExactly(
            "code version: git:4f2c1e -> git:77aa00\\u000ax",
            "parameter 'cost': 5 -> 10",
            "parameter 'slippage': absent -> 1",
            "units: 9600 -> 5");
  }

  @Test
  void build_whatMakesNoSense_isRefusedInOneLine() {
    refused(example().codeVersion(" "), "needs a code version");
    refused(RunDefinition.builder().units(1), "needs a code version");
    refused(example().units(0), "cannot have 0 units");
    refused(example().units(RunDefinition.MAX_UNITS + 1), "give 1 to 999999999999");
    refused(example().input("prices", "etag\n"), "give the SHA-256 of its content");
    refused(example().input("prices", PRICES + "0"), "give the SHA-256 of its content");
    refused(example().parameter("a", "\ud83d"), "half a character");
    refused(example().parameter("\udc00", "a"), "half a character");
    refused(example().codeVersion("v\ud83d"), "half a character");
    refused(example().parameter("a", "x".repeat(RunDefinition.MAX_TEXT)), "a digest of what is");
  }

  @Test
  void build_asMuchTextAsFits_isTaken() {
    int rest = RunDefinition.MAX_TEXT - "code versionvparameter aresult schemaseed0units1".length();
    RunDefinition.builder().codeVersion("v").units(1).parameter("a", "x".repeat(rest)).build();
    refused(
        RunDefinition.builder().codeVersion("v").units(1).parameter("a", "x".repeat(rest + 1)),
        "cannot have 16385 bytes of text");
    refused(
        RunDefinition.builder().codeVersion("v").units(1).parameter("a", "ä".repeat(rest / 2 + 1)),
        "bytes of text");
  }

  @Test
  void fingerprint_otherForm_isRefused() {
    for (String hex : List.of("", "a".repeat(63), "A".repeat(64), "g".repeat(64))) {
      assertThatThrownBy(() -> new Fingerprint(hex)).isInstanceOf(InvalidRequestException.class);
    }
  }

  private static void refused(RunDefinition.Builder builder, String why) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(why)
        .message()
        .doesNotContain("\n");
  }
}
