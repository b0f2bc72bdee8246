package dev.cairn.hostile;

import dev.cairn.CairnException;
import java.io.IOException;

/** What came back for inputs of one kind: values, and errors that callers can tell apart. */
final class Answers {
  private static final int MOST_CHARACTERS = 30_000;

  /** Something that reads an input. */
  interface Reading {
    void read() throws IOException;
  }

  private long values;
  private long errors;

  /**
   * Lets something read.
   *
   * @return whether it gave a value
   * @throws AssertionError when it fails in a way that no caller can be expected to handle
   */
  boolean of(Reading reading) {
    try {
      reading.read();
      values++;
      return true;
    } catch (CairnException e) {
      String message = String.valueOf(e.getMessage());
      if (message.isBlank()
          || message.length() > MOST_CHARACTERS
          || message.chars().anyMatch(c -> Character.isISOControl(c))) {
        throw new AssertionError("no message of one short line: " + message, e);
      }
      errors++;
      return false;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw new AssertionError("an error that is not one of Cairn", e);
    }
  }

  long values() {
    return values;
  }

  long errors() {
    return errors;
  }
}
