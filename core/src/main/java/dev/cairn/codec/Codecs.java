package dev.cairn.codec;

/** The codecs that come with Cairn. Their formats are part of its format and do not change. */
public final class Codecs {
  private Codecs() {}

  /** Bytes as they are; name {@code bytes}. */
  public static Codec<byte[]> bytes() {
    return new BytesCodec();
  }

  /**
   * Text in UTF-8; name {@code utf8}. Text that has no form in it, such as half a surrogate pair,
   * is refused.
   */
  public static Codec<String> utf8() {
    return new Utf8Codec();
  }

  /** Doubles, 8 bytes each, IEEE 754, little-endian, every bit kept; name {@code f64}. */
  public static Codec<double[]> doubles() {
    return new DoublesCodec();
  }

  /** Longs, 8 bytes each, two's complement, little-endian; name {@code i64}. */
  public static Codec<long[]> longs() {
    return new LongsCodec();
  }

  /**
   * Values of a class, usually a record, as JSON in UTF-8; name {@code json}. The properties come
   * in the order of the record's components; a number of floating point is read back as the same
   * one, also when it is not finite (a text then). Strict on the way back: a property that the
   * class does not have, one that is missing for a primitive component, a duplicate, and anything
   * after the value are refused. The class alone decides what is built; what the JSON says of types
   * is not heeded.
   *
   * <pre>{@code
   * record Progress(double[] weights, long seen) {}
   * Codec<Progress> codec = Codecs.json(Progress.class);
   * }</pre>
   */
  public static <T> Codec<T> json(Class<T> type) {
    return new JsonCodec<>(type);
  }
}
