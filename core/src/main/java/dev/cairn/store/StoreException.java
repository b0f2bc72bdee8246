package dev.cairn.store;

import dev.cairn.CairnException;
import org.jspecify.annotations.Nullable;

/**
 * The store refused a request for a reason that stays until somebody mends it: access denied, no
 * such bucket, a full disk, a setting that makes no sense. The request was not applied. Mend the
 * reason, then do it again.
 */
public class StoreException extends CairnException {
  /** A refusal with its reason and its remedy in the message. */
  public StoreException(String message) {
    super(message);
  }

  /**
   * A refusal with its reason and its remedy in the message, and what the store itself said as the
   * cause.
   */
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
