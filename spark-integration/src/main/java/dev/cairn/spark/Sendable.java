package dev.cairn.spark;

import dev.cairn.InvalidRequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;

/** Whether something can be sent to executors, found out before anything is written. */
final class Sendable {
  private Sendable() {}

  /**
   * Checks that {@code value} and all that it refers to can be serialized.
   *
   * @throws InvalidRequestException when it cannot; the message names the class that stands in the
   *     way
   */
  static void require(String what, Serializable value) {
    write(what, value, OutputStream.nullOutputStream());
  }

  /** What is sent. Fails as {@link #require} does. */
  static byte[] bytes(String what, Serializable value) {
    var bytes = new ByteArrayOutputStream();
    write(what, value, bytes);
    return bytes.toByteArray();
  }

  private static void write(String what, Serializable value, OutputStream target) {
    try (var out = new ObjectOutputStream(target)) {
      out.writeObject(value);
    } catch (NotSerializableException e) {
      throw new InvalidRequestException(
          "The %s cannot be sent to executors: it refers to a %s, which is not serializable. Make that class serializable, or make the object inside of the function."
              .formatted(what, e.getMessage()));
    } catch (IOException e) {
      throw new InvalidRequestException(
          "The %s cannot be sent to executors: %s. Let it refer to serializable objects alone."
              .formatted(what, FirstLine.of(e.toString())));
    }
  }
}
