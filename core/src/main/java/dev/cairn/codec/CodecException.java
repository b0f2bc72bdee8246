package dev.cairn.codec;

import dev.cairn.CairnException;
import org.jspecify.annotations.Nullable;

/**
 * A codec was given bytes that it cannot have written, or a value that its format cannot hold. Use
 * the codec that wrote the bytes, or change the value. A stream that fails is never taken for that.
 */
public final class CodecException extends CairnException {
  private final String codec;
  private final String why;

  private CodecException(String codec, String why, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.codec = codec;
    this.why = why;
  }

  /**
   * Bytes that are not what a codec writes.
   *
   * @param codec its name
   * @param why a clause about the bytes
   */
  public static CodecException reading(String codec, String why, @Nullable Throwable cause) {
    return new CodecException(
        codec,
        why,
        "The codec %s cannot read the bytes that it was given: %s. Read them with the codec that wrote them."
            .formatted(codec, why),
        cause);
  }

  /**
   * A value that a codec's format cannot hold.
   *
   * @param codec its name
   * @param why a clause about the value
   */
  public static CodecException writing(String codec, String why, @Nullable Throwable cause) {
    return new CodecException(
        codec,
        why,
        "The codec %s cannot write the value that it was given: %s. Change the value, or use a codec that can."
            .formatted(codec, why),
        cause);
  }

  /** The name of the codec. */
  public String codec() {
    return codec;
  }

  /** What is wrong, as a clause. */
  public String why() {
    return why;
  }
}
