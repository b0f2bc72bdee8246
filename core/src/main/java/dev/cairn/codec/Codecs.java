package dev.cairn.codec;

/**
 * The codecs that come with Cairn. Their formats, which docs/format-items.md describes, are part of
 * its format and do not change.
 *
 * <pre>{@code
 * State.of("weights", Codecs.doubles(), weights).and("settings", Codecs.json(Settings.class), settings)
 * }</pre>
 */
public final class Codecs {
  private Codecs() {}

  /** Bytes as they are; name {@code bytes}. */
  public static Codec<byte[]> bytes() {
    return new BytesCodec();
  }

  /**
   * Text in UTF-8; name {@code utf8}. Half a surrogate pair, which has no form in it, is refused
   * and not replaced, and so are bytes that are not UTF-8.
   */
  public static Codec<String> utf8() {
    return new Utf8Codec();
  }

  /**
   * Doubles, 8 bytes each, IEEE 754, little-endian, every bit kept; name {@code f64}. There is
   * nothing around them: {@code numpy.fromfile(file, "<f8")} reads them.
   */
  public static Codec<double[]> doubles() {
    return new DoublesCodec();
  }

  /** Floats, 4 bytes each, otherwise like {@link #doubles}; name {@code f32}. */
  public static Codec<float[]> floats() {
    return new FloatsCodec();
  }

  /** Longs, 8 bytes each, two's complement, otherwise like {@link #doubles}; name {@code i64}. */
  public static Codec<long[]> longs() {
    return new LongsCodec();
  }

  /** Ints, 4 bytes each, two's complement, otherwise like {@link #doubles}; name {@code i32}. */
  public static Codec<int[]> ints() {
    return new IntsCodec();
  }

  /**
   * Rows of doubles, all of the same length, in NumPy's format 1.0: {@code numpy.load(file)} reads
   * them; name {@code f64.npy}. Every bit is kept. Rows of different lengths are refused when
   * written; give each an item of its own, or use {@link #cbor}.
   */
  public static Codec<double[][]> doubleMatrix() {
    return new DoubleMatrixCodec();
  }

  /** Rows of floats, otherwise like {@link #doubleMatrix}; name {@code f32.npy}. */
  public static Codec<float[][]> floatMatrix() {
    return new FloatMatrixCodec();
  }

  /** Rows of longs, otherwise like {@link #doubleMatrix}; name {@code i64.npy}. */
  public static Codec<long[][]> longMatrix() {
    return new LongMatrixCodec();
  }

  /** Rows of ints, otherwise like {@link #doubleMatrix}; name {@code i32.npy}. */
  public static Codec<int[][]> intMatrix() {
    return new IntMatrixCodec();
  }

  /**
   * Values of a class, usually a record, as JSON in UTF-8; name {@code json}.
   *
   * <pre>{@code
   * record Portfolio(String currency, double cash, SortedMap<String, Long> shares, Instant asOf) {}
   *
   * Codec<Portfolio> codec = Codecs.json(Portfolio.class);
   * byte[] bytes = codec.toBytes(portfolio);
   * }</pre>
   *
   * <p><b>The same value gives the same bytes.</b> Properties come in the order of a record's
   * components, or else by name; entries of a map by key; numbers of floating point as the shortest
   * decimal that is read back as the very same number. A {@code HashSet} has no order that lasts:
   * use a list or a sorted set.
   *
   * <p><b>What was written is read back, and nothing is guessed.</b> NaN and infinities, which JSON
   * does not have, are refused when written. The first value of a class (of up to 4 MiB) is read
   * back before it counts as written, so a class that cannot be read is found out then and not at
   * the restore. Refused when read are a property that the class does not have, a component without
   * one, a property twice, null for a primitive, a text for a number, a fraction for an integer,
   * and anything after the value. A value has at most 256 MiB of JSON and 200 levels of nesting.
   *
   * <p><b>The class alone decides what is built.</b> JSON that names classes is not used, even when
   * an annotation asks for it; subtypes that the class lists by name may be.
   */
  public static <T> Codec<T> json(Class<T> type) {
    return new JsonCodec<>(type);
  }

  /**
   * Values of a class, usually a record, as CBOR, RFC 8949; name {@code cbor}. Smaller and faster
   * than {@link #json} for values with many numbers or with bytes, not for reading by people, and
   * under the same rules, but that it has NaN and infinities and keeps them.
   */
  public static <T> Codec<T> cbor(Class<T> type) {
    return new CborCodec<>(type);
  }
}
