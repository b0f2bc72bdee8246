package dev.cairn;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything that Cairn throws on purpose. Each subclass stands for one thing that a
 * caller can do about it; the message says in one line what is wrong, why, and how to mend it, and
 * never holds a secret.
 */
public abstract class CairnException extends RuntimeException {
  /** A problem in one line: what is wrong, why, how to mend it; never a secret. */
  protected CairnException(String message) {
    super(message);
  }

  /** The same, with what led to it. */
  protected CairnException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
