package dev.cairn.hostile;

import dev.cairn.codec.Codec;
import dev.cairn.codec.Codecs;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Bytes for the codecs, which a store cannot have changed but another program may have written. */
final class HostileItems implements Source {
  /** A bit of everything that JSON and CBOR map. */
  record Trade(
      String symbol, double price, List<Long> sizes, Map<String, Integer> legs, String note) {}

  private final List<Form<?>> forms =
      List.of(
          new Form<>(Codecs.bytes(), new byte[40]),
          new Form<>(Codecs.utf8(), "caf\u00e9 \ud83d\ude00"),
          new Form<>(Codecs.doubles(), new double[] {1, Double.NaN}),
          new Form<>(Codecs.floats(), new float[9]),
          new Form<>(Codecs.longs(), new long[9]),
          new Form<>(Codecs.ints(), new int[9]),
          new Form<>(Codecs.doubleMatrix(), new double[3][4]),
          new Form<>(Codecs.longMatrix(), new long[3][4]),
          new Form<>(Codecs.json(Trade.class), trade()),
          new Form<>(Codecs.cbor(Trade.class), trade()));

  private record Form<T>(Codec<T> codec, T value) {}

  private static Trade trade() {
    return new Trade("IBM", 1.5, List.of(1L, 2L), Map.of("a", 1), "n");
  }

  @Override
  public void feed(SplittableRandom random, Answers answers) throws IOException {
    Form<?> form = forms.get(random.nextInt(forms.size()));
    byte[] good = bytes(form);
    byte[] bytes =
        switch (random.nextInt(6)) {
          case 0 -> Bytes.utf8(Trees.near(Trees.JSON.valueToTree(form.value()), random));
          // Arrays in arrays, and arrays and texts that promise all the memory there is.
          case 1 -> Bytes.joined(repeated((byte) 0x81, random.nextInt(1, 100_000)), good);
          case 2 -> new byte[] {(byte) 0x9b, 0x7f, -1, -1, -1, -1, -1, -1, -1};
          case 3 -> new byte[] {(byte) (random.nextBoolean() ? 0x7b : 0x5b), 0, 0, 0, 0, 0x7f, -1};
          default -> Bytes.near(good, random);
        };
    answers.of(() -> form.codec().fromBytes(bytes));
  }

  private static <T> byte[] bytes(Form<T> form) throws IOException {
    return form.codec().toBytes(form.value());
  }

  private static byte[] repeated(byte one, int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, one);
    return bytes;
  }
}
