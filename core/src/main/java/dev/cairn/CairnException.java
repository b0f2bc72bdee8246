package dev.cairn;

import dev.cairn.internal.text.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything that Cairn throws on purpose. Each subclass stands for one thing that a
 * caller can do about it; the message says in one line what is wrong, why, and how to mend it, and
 * never holds a secret. What comes from outside, such as a name in a damaged file, cannot make it
 * two lines or speak to a terminal: what does not print is escaped, and the end of a very long
 * message is cut off.
 */
public abstract class CairnException extends RuntimeException {
  /** A problem in one line: what is wrong, why, how to mend it; never a secret. */
  protected CairnException(String message) {
    super(OneLine.message(message));
  }

  /** The same, with what led to it. */
  protected CairnException(String message, @Nullable Throwable cause) {
    super(OneLine.message(message), cause);
  }
}
