package dev.cairn.spark;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;

/**
 * How an executor tells the driver which unit's function threw what. Spark sends a task's exception
 * by Java serialization and drops it when that fails, so a cause that cannot be sent is replaced by
 * its text.
 */
final class UnitFailure extends RuntimeException {
  private final long unit;
  private final String what;

  UnitFailure(long unit, Throwable thrown) {
    super("Unit " + unit + " threw " + oneLine(thrown), sendable(thrown));
    this.unit = unit;
    this.what = oneLine(thrown);
  }

  long unit() {
    return unit;
  }

  /** What the function threw, as one line. */
  String what() {
    return what;
  }

  private static Throwable sendable(Throwable thrown) {
    try (var out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
      out.writeObject(thrown);
      return thrown;
    } catch (IOException | RuntimeException e) {
      var text = new RuntimeException(thrown.toString());
      text.setStackTrace(thrown.getStackTrace());
      return text;
    }
  }

  private static String oneLine(Throwable thrown) {
    return FirstLine.of(thrown.toString());
  }
}
