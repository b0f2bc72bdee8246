package dev.cairn;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything that Cairn throws on purpose. Each subclass stands for one thing that a
 * caller can do about it; the message says in one line what is wrong, why, and how to mend it, and
 * never holds a secret.
 */
public abstract class CairnException extends RuntimeException {
  protected CairnException(String message) {
    super(message);
  }

  protected CairnException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
