package dev.cairn.spark.streaming;

/**
 * Throws what Scala's methods throw without saying so: their interfaces name no checked exceptions,
 * and their callers catch them all the same.
 */
final class Unchecked {
  private Unchecked() {}

  /** Never returns; to be thrown, so that the compiler knows. */
  static RuntimeException thrown(Exception exception) {
    throw Unchecked.<RuntimeException>as(exception);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // for the compiler's eyes alone
  private static <E extends Exception> E as(Exception exception) throws E {
    throw (E) exception;
  }
}
