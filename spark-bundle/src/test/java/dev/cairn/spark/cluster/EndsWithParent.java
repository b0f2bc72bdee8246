package dev.cairn.spark.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs the main method of another class, in a JVM that ends when its standard input does: so that
 * no process outlives the tests that started it, however they end.
 */
public final class EndsWithParent {
  private EndsWithParent() {}

  /** The class, then its arguments. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    var watch = new Thread(EndsWithParent::waitForEnd, "ends-with-parent");
    watch.setDaemon(true);
    watch.start();
    try {
      Class.forName(arguments[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static void waitForEnd() {
    try {
      while (System.in.read() >= 0) {
        // nobody writes to it
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Runtime.getRuntime().halt(1);
    }
  }
}
