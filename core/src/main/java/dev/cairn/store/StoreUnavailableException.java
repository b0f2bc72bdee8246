package dev.cairn.store;

import dev.cairn.CairnException;
import org.jspecify.annotations.Nullable;

/**
 * A request got no answer, or one that says to try again: a timeout, a dropped connection, a
 * throttle, a server error, a conflict with another request. What was to be read was not. What was
 * to be written <b>may have been written, or may still be written later</b>; an absent object does
 * not prove otherwise. Trying again may help.
 */
public class StoreUnavailableException extends CairnException {
  /** A request without a usable answer. */
  public StoreUnavailableException(String message) {
    super(message);
  }

  /** A request without a usable answer, and what ended it. */
  public StoreUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
