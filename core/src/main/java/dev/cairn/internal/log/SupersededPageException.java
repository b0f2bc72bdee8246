package dev.cairn.internal.log;

import dev.cairn.CairnException;

/**
 * A page is gone because the newest entry names another one in its place. Whoever reads by an older
 * entry starts over with the newest.
 */
public final class SupersededPageException extends CairnException {
  private static final long serialVersionUID = 1;

  SupersededPageException(String what) {
    super(
        "%s is gone: newer ones have taken its place since the log was read. Look at the log again."
            .formatted(what));
  }
}
