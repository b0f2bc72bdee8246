package dev.cairn.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CborCodecTest {
  enum Side {
    LONG,
    SHORT
  }

  record Leg(Side side, long shares) {}

  record State(
      String zone,
      double cash,
      float rate,
      long seen,
      List<Leg> legs,
      Map<String, Double> prices,
      List<Double> weights,
      List<Float> floats,
      Instant asOf,
      BigDecimal exact,
      @Nullable Leg last) {}

  record Level(double value) {}

  record Whole(int value) {}

  record Large(BigInteger value) {}

  record Text(String value) {}

  record Named(Map<String, Integer> value) {}

  record Tree(List<Tree> children) {}

  record Any(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object value) {}

  private static State example(double weight) {
    Map<String, Double> prices = new LinkedHashMap<>();
    prices.put("MSFT", 0.1);
    prices.put("AAPL", 1e-7);
    return new State(
        "Zürich\n\"",
        Double.parseDouble("1e23"),
        0.3f,
        Long.MIN_VALUE,
        List.of(new Leg(Side.LONG, 3), new Leg(Side.SHORT, -4)),
        prices,
        List.of(-0.0, Double.MIN_VALUE, weight),
        List.of(0.1f, Float.MIN_VALUE),
        Instant.parse("2024-05-01T12:00:00.123456789Z"),
        new BigDecimal("12345678901234567890.1"),
        null);
  }

  @Test
  void fromBytes_whatToBytesWrote_isEqual() throws IOException {
    Codec<State> codec = Codecs.cbor(State.class);
    for (double weight : new double[] {1, Double.NaN, Double.NEGATIVE_INFINITY}) {
      byte[] bytes = codec.toBytes(example(weight));
      assertThat(codec.fromBytes(bytes)).isEqualTo(example(weight));
      assertThat(codec.toBytes(codec.fromBytes(bytes))).isEqualTo(bytes);
    }
  }

  @Test
  void toBytes_isTheSameOnAnyJava() throws IOException {
    assertThat(HexFormat.of().formatHex(Codecs.cbor(Leg.class).toBytes(new Leg(Side.SHORT, -4))))
        .isEqualTo("bf6473696465" + "6553484f5254" + "66736861726573" + "23" + "ff");
    // Keys of a map in their order, whatever order they were put in.
    Map<String, Integer> map = new LinkedHashMap<>();
    map.put("b", 2);
    map.put("a", 1);
    assertThat(HexFormat.of().formatHex(Codecs.cbor(Named.class).toBytes(new Named(map))))
        .isEqualTo("bf6576616c7565" + "bf" + "616101" + "616202" + "ff" + "ff");
  }

  @Test
  void toBytes_manyNumbers_isSmallerThanJson() throws IOException {
    State state = example(1.0 / 3);
    assertThat(Codecs.cbor(State.class).toBytes(state).length)
        .isLessThan(Codecs.json(State.class).toBytes(state).length);
  }

  @Test
  void fromBytes_whatIsNotAsWritten_isRefused() {
    refused(Whole.class, "", "No content");
    refused(Whole.class, "f6", "null");
    refused(Whole.class, "bf6576616c756501ff00", "Trailing token");
    refused(Whole.class, "bf6576616c756501", "");
    refused(Whole.class, "bf6576616c7565016576616c756502ff", "Duplicate field 'value'");
    refused(Whole.class, "bf6576616c7565016161f6ff", "Unrecognized field");
    refused(Whole.class, "bfff", "Missing creator property");
    refused(Whole.class, "bf6576616c75656131ff", "value");
    refused(Whole.class, "bf6576616c7565fb3ff8000000000000ff", "value");
    refused(Whole.class, "bf6576616c7565f6ff", "null");
    refused(Text.class, "bf6576616c756561ffff", "");
  }

  private static void refused(Class<?> type, String hex, String why) {
    assertThatThrownBy(() -> Codecs.cbor(type).fromBytes(HexFormat.of().parseHex(hex)))
        .as(hex)
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("The codec cbor cannot read the bytes that it was given: ")
        .hasMessageContaining(why)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void toBytes_whatCouldNotBeRead_isRefused() {
    unwritable(Text.class, new Text("half \ud83d"));
    unwritable(Named.class, new Named(Map.of("half \ud83d", 1)));
    unwritable(Any.class, new Any("x"));
    Tree tree = new Tree(new ArrayList<>());
    tree.children().add(tree);
    unwritable(Tree.class, tree);
    byte[] digits = new byte[20_000];
    Arrays.fill(digits, (byte) 7);
    unwritable(Large.class, new Large(new BigInteger(digits)));
  }

  private static <T> void unwritable(Class<T> type, T value) {
    assertThatThrownBy(() -> Codecs.cbor(type).encode(value, OutputStream.nullOutputStream()))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("The codec cbor cannot write the value that it was given: ")
        .message()
        .doesNotContain("\n");
  }
}
