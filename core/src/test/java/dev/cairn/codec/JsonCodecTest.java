package dev.cairn.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCodecTest {
  enum Side {
    LONG,
    SHORT
  }

  record Leg(Side side, long shares) {}

  record State(
      String zone,
      boolean open,
      double cash,
      float rate,
      long seen,
      int step,
      List<Leg> legs,
      Map<String, Double> prices,
      List<Double> weights,
      @Nullable Leg last) {}

  record Level(double value) {}

  record Whole(int value) {}

  record Large(BigInteger whole, BigDecimal exact) {}

  record Times(Instant instant, LocalDate date, Duration duration, OffsetDateTime offset) {}

  record Any(Object value) {}

  record Tree(List<Tree> children) {}

  private static final Codec<State> STATES = Codecs.json(State.class);
  private static final Codec<Level> NUMBERS = Codecs.json(Level.class);

  private static State example() {
    Map<String, Double> prices = new LinkedHashMap<>();
    prices.put("MSFT", 0.1);
    prices.put("AAPL", 1e-7);
    return new State(
        "Zürich\n\"",
        true,
        Double.parseDouble("1e23"),
        0.3f,
        Long.MIN_VALUE,
        7,
        List.of(new Leg(Side.LONG, 3), new Leg(Side.SHORT, -4)),
        prices,
        List.of(-0.0, Double.MIN_VALUE, Double.MAX_VALUE),
        null);
  }

  private static <T> T read(Codec<T> codec, String json) throws IOException {
    return codec.fromBytes(json.getBytes(UTF_8));
  }

  private static void refused(Codec<?> codec, String json, String why) {
    assertThatThrownBy(() -> read(codec, json))
        .as(json)
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("The codec json cannot read the bytes that it was given: ")
        .hasMessageContaining(why)
        .message()
        .doesNotContain("\n");
  }

  private static <T> void unwritable(Codec<T> codec, T value, String why) {
    assertThatThrownBy(() -> codec.encode(value, OutputStream.nullOutputStream()))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("The codec json cannot write the value that it was given: ")
        .hasMessageContaining(why)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void toBytes_example_isTheSameOnAnyJava() throws IOException {
    assertThat(new String(STATES.toBytes(example()), UTF_8))
        .isEqualTo(
            "{\"zone\":\"Zürich\\n\\\"\",\"open\":true,\"cash\":1.0E23,\"rate\":0.3,"
                + "\"seen\":-9223372036854775808,\"step\":7,"
                + "\"legs\":[{\"side\":\"LONG\",\"shares\":3},{\"side\":\"SHORT\",\"shares\":-4}],"
                + "\"prices\":{\"AAPL\":1.0E-7,\"MSFT\":0.1},"
                + "\"weights\":[-0.0,4.9E-324,1.7976931348623157E308],\"last\":null}");
  }

  @Test
  void fromBytes_whatToBytesWrote_isEqual() throws IOException {
    State back = STATES.fromBytes(STATES.toBytes(example()));
    assertThat(back).usingRecursiveComparison().isEqualTo(example());
    assertThat(Double.doubleToRawLongBits(back.weights().get(0))).isEqualTo(Long.MIN_VALUE);
    assertThat(STATES.toBytes(back)).isEqualTo(STATES.toBytes(example()));
  }

  @Test
  void doubles_anyFinite_areExact() throws IOException {
    var random = new Random(11);
    for (int i = 0; i < 40_000; i++) {
      double value =
          i % 2 == 0 ? Double.longBitsToDouble(random.nextLong()) : random.nextInt() / 1000.0;
      if (Double.isFinite(value)) {
        assertThat(
                Double.doubleToRawLongBits(
                    NUMBERS.fromBytes(NUMBERS.toBytes(new Level(value))).value()))
            .as("%s", value)
            .isEqualTo(Double.doubleToRawLongBits(value));
      }
    }
  }

  static final class Bean {
    public int zeta = 1;
    public int alpha = 2;

    public int getMiddle() {
      return 3;
    }

    public void setMiddle(int ignored) {}
  }

  @Test
  void toBytes_classThatIsNoRecord_isSortedByName() throws IOException {
    assertThat(new String(Codecs.json(Bean.class).toBytes(new Bean()), UTF_8))
        .isEqualTo("{\"alpha\":2,\"middle\":3,\"zeta\":1}");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void encode_numberThatIsNotFinite_isRefusedAndSaysWhere(double value) {
    String why = value + " is not a number of JSON";
    unwritable(NUMBERS, new Level(value), why);
    unwritable(NUMBERS, new Level(value), "Level[\"value\"]");
    unwritable(Codecs.json(Any.class), new Any(value), why);
    unwritable(Codecs.json(Any.class), new Any((float) value), why);
    unwritable(Codecs.json(Any.class), new Any(List.of(1.0, value)), why);
    unwritable(Codecs.json(Any.class), new Any(Map.of("a", Map.of("b", value))), why);
    unwritable(Codecs.json(double[].class), new double[] {1, value}, why);
    unwritable(Codecs.json(float[].class), new float[] {1, (float) value}, why);
    unwritable(Codecs.json(Double.class), value, why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"NaN", "\"NaN\"", "\"Infinity\"", "\"-INF\"", "Infinity", "1e999", "-1e400"})
  void decode_numberThatIsNotFinite_isRefused(String value) {
    refused(NUMBERS, "{\"value\":" + value + "}", "Level: ");
    refused(Codecs.json(double[].class), "[1," + value + "]", "");
    refused(Codecs.json(Double.class), value, "");
  }

  @Test
  void decode_whatIsNotExactlyOneValue_isRefused() {
    refused(NUMBERS, "", "");
    refused(NUMBERS, " ", "");
    refused(NUMBERS, "null", "");
    refused(NUMBERS, "{}", "value");
    refused(NUMBERS, "{\"value\":null}", "null");
    refused(NUMBERS, "{\"value\":\"1\"}", "");
    refused(NUMBERS, "{\"value\":\"\"}", "");
    refused(NUMBERS, "{\"value\":true}", "");
    refused(NUMBERS, "{\"value\":[1]}", "");
    refused(NUMBERS, "{\"value\":{}}", "");
    refused(NUMBERS, "{\"value\":1,\"valuf\":2}", "valuf");
    refused(NUMBERS, "{\"value\":1,\"value\":1}", "Duplicate");
    refused(NUMBERS, "{\"value\":1}{\"value\":1}", "");
    refused(NUMBERS, "{\"value\":1} 2", "");
    refused(NUMBERS, "{\"value\":1}]", "");
    refused(NUMBERS, "{\"value\":01}", "");
    refused(NUMBERS, "{'value':1}", "");
    refused(NUMBERS, "{\"value\":1,}", "");
    refused(NUMBERS, "{\"value\":1}//", "");
    refused(NUMBERS, "[{\"value\":1}]", "");
    refused(NUMBERS, "[1]", "");
    refused(NUMBERS, "\"\"", "");
    refused(Codecs.json(Whole.class), "{\"value\":1.5}", "");
    refused(Codecs.json(Whole.class), "{\"value\":1.0}", "");
    refused(Codecs.json(Whole.class), "{\"value\":2147483648}", "");
    refused(Codecs.json(Leg.class), "{\"side\":0,\"shares\":1}", "");
    refused(Codecs.json(Leg.class), "{\"side\":\"long\",\"shares\":1}", "");
    refused(Codecs.json(Leg.class), "{\"side\":\"\",\"shares\":1}", "");
  }

  @Test
  void decode_cutAnywhere_isRefused() throws IOException {
    byte[] good = STATES.toBytes(example());
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> STATES.fromBytes(cut)).isInstanceOf(CodecException.class);
    }
  }

  @Test
  void decode_anyBitFlipped_isRefusedOrAnotherValue() throws IOException {
    byte[] good = STATES.toBytes(example());
    int refused = 0;
    for (int bit = 0; bit < 8 * good.length; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        State other = STATES.fromBytes(bad);
        assertThat(STATES.fromBytes(STATES.toBytes(other)).seen()).isEqualTo(other.seen());
      } catch (CodecException e) {
        assertThat(e.codec()).isEqualTo("json");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(good.length);
  }

  @Test
  void decode_randomBytes_isRefused() {
    for (long seed = 0; seed < 3_000; seed++) {
      var random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(100)];
      random.nextBytes(bytes);
      assertThatThrownBy(() -> STATES.fromBytes(bytes))
          .as("seed %d", seed)
          .isInstanceOf(CodecException.class);
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
  interface OpenShape {}

  record OpenCircle(double radius) implements OpenShape {}

  record HasOpenShape(OpenShape shape) {}

  record HasNamedClass(
      @JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS, property = "type") Object value) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "shape")
  @JsonSubTypes(@JsonSubTypes.Type(value = Circle.class, name = "circle"))
  sealed interface Shape permits Circle {}

  record Circle(double radius) implements Shape {}

  @Test
  void json_thatNamesAClassToBuild_isNeverUsed() {
    String circle = "{\"@class\":\"" + OpenCircle.class.getName() + "\",\"radius\":1.0}";
    refused(Codecs.json(OpenShape.class), circle, "");
    refused(Codecs.json(HasOpenShape.class), "{\"shape\":" + circle + "}", "");
    refused(
        Codecs.json(HasNamedClass.class),
        "{\"value\":{\"type\":\"" + OpenCircle.class.getName() + "\",\"radius\":1.0}}",
        "");
    // and nothing is written that could not be read back
    unwritable(Codecs.json(OpenShape.class), new OpenCircle(1), "");
    unwritable(Codecs.json(HasOpenShape.class), new HasOpenShape(new OpenCircle(1)), "");
  }

  @Test
  void json_typingOfOthers_isOnlyData() throws IOException {
    Any any =
        read(Codecs.json(Any.class), "{\"value\":[\"java.util.ArrayList\",[{\"@class\":\"x\"}]]}");
    assertThat(any.value())
        .isEqualTo(List.of("java.util.ArrayList", List.of(Map.of("@class", "x"))));
  }

  @Test
  void json_subtypesListedByName_areReadBack() throws IOException {
    Codec<Shape> shapes = Codecs.json(Shape.class);
    assertThat(new String(shapes.toBytes(new Circle(2)), UTF_8))
        .isEqualTo("{\"shape\":\"circle\",\"radius\":2.0}");
    assertThat(shapes.fromBytes(shapes.toBytes(new Circle(2)))).isEqualTo(new Circle(2));
    refused(shapes, "{\"shape\":\"square\",\"radius\":2.0}", "");
  }

  @Test
  void encode_classThatCannotBeReadBack_isRefused() {
    unwritable(Codecs.json(Runnable.class), () -> {}, "Runnable");
    unwritable(Codecs.json(InWriteOnly.class), new InWriteOnly(new WriteOnly(1)), "WriteOnly");
    unwritable(Codecs.json(Span.class), new Span(1, 2), "Span: ");
    unwritable(Codecs.json(Forgetful.class), new Forgetful(3), "read back as another value");
  }

  static final class WriteOnly {
    private final int value;

    WriteOnly(int value) {
      this.value = value;
    }

    public int getValue() {
      return value;
    }
  }

  record InWriteOnly(WriteOnly inner) {}

  record Span(int first, int last) {
    public boolean isEmpty() {
      return last < first;
    }
  }

  static final class Forgetful {
    private int value;

    Forgetful() {}

    Forgetful(int value) {
      this.value = value;
    }

    public int getValue() {
      return value;
    }

    public void setValue(int ignored) {}
  }

  @Test
  void times_any_areIsoTextsAndExact() throws IOException {
    var times =
        new Times(
            Instant.parse("2026-01-31T23:59:59.123456789Z"),
            LocalDate.of(2000, 2, 29),
            Duration.ofNanos(1),
            OffsetDateTime.parse("2026-01-31T10:00:00.5+05:30"));
    Codec<Times> codec = Codecs.json(Times.class);
    assertThat(new String(codec.toBytes(times), UTF_8))
        .isEqualTo(
            "{\"instant\":\"2026-01-31T23:59:59.123456789Z\",\"date\":\"2000-02-29\","
                + "\"duration\":\"PT0.000000001S\",\"offset\":\"2026-01-31T10:00:00.5+05:30\"}");
    assertThat(codec.fromBytes(codec.toBytes(times))).isEqualTo(times);
  }

  @Test
  void numbers_large_areExactUpToWhatIsReadBack() throws IOException {
    Codec<Large> codec = Codecs.json(Large.class);
    var most = BigInteger.TWO.pow(30_000).subtract(BigInteger.ONE);
    for (Large large :
        List.of(
            new Large(most, new BigDecimal(most.negate(), 12)),
            new Large(most.negate(), new BigDecimal("-1.50E-2000000000")),
            new Large(BigInteger.ZERO, new BigDecimal("0.000")))) {
      assertThat(codec.fromBytes(codec.toBytes(large))).isEqualTo(large);
    }
    var more = BigInteger.TEN.pow(10_000);
    unwritable(codec, new Large(more, BigDecimal.ONE), "more digits than can be read");
    unwritable(codec, new Large(BigInteger.ONE, new BigDecimal(more, 3)), "more digits");
    refused(codec, "{\"whole\":1,\"exact\":0." + "1".repeat(20_000) + "}", "");
  }

  private static Tree nested(int depth) {
    return depth == 0 ? new Tree(List.of()) : new Tree(List.of(nested(depth - 1)));
  }

  @Test
  void nesting_deeperThanIsReadBack_isRefused() throws IOException {
    Codec<Tree> codec = Codecs.json(Tree.class);
    assertThat(codec.fromBytes(codec.toBytes(nested(99)))).isEqualTo(nested(99));
    unwritable(codec, nested(100), "nesting depth");
    List<Tree> itself = new ArrayList<>();
    Tree cycle = new Tree(itself);
    itself.add(cycle);
    unwritable(codec, cycle, "");
    refused(codec, "{\"children\":[".repeat(100_000), "nesting depth");
    refused(Codecs.json(Object.class), "[".repeat(100_000), "nesting depth");
  }

  @Test
  void text_halfACharacter_isReadBackOrRefused() throws IOException {
    Codec<String> texts = Codecs.json(String.class);
    for (String text : List.of("a\ud83d", "\ude00", "\ude00\ud83d")) {
      assertThat(texts.fromBytes(texts.toBytes(text))).isEqualTo(text);
      unwritable(Codecs.json(Any.class), new Any(Map.of(text, 1)), "half a character");
    }
  }

  @Test
  void text_largerThanUsual_isReadBack() throws IOException {
    String text = "x".repeat(30_000_000);
    assertThat(Codecs.json(String.class).fromBytes(Codecs.json(String.class).toBytes(text)))
        .isEqualTo(text);
  }

  @Test
  void encode_moreThanIsReadBack_isRefused() {
    unwritable(
        Codecs.json(Any.class),
        new Any(Collections.nCopies(257, "x".repeat(1 << 20))),
        "it has more than 268435456 bytes as JSON");
  }
}
