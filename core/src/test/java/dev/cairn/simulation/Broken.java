package dev.cairn.simulation;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;

/** A promise was broken. */
final class Broken extends AssertionError {
  private static final long serialVersionUID = 1;

  private final Promise promise;

  Broken(Promise promise, String how) {
    super(promise + ": " + how);
    this.promise = promise;
  }

  Promise promise() {
    return promise;
  }

  @FormatMethod
  static void unless(
      boolean holds, Promise promise, @FormatString String how, Object... arguments) {
    if (!holds) {
      throw new Broken(promise, how.formatted(arguments));
    }
  }
}
