package dev.cairn.store;

import dev.cairn.CairnException;
import dev.cairn.internal.text.OneLine;

/** A name that no store accepts. Use another name; nothing was read or written. */
public final class InvalidKeyException extends CairnException {
  InvalidKeyException(String value, String why) {
    super(
        "'%s' cannot name an object: %s. Use segments of letters, digits, '.', '_', '-' and '=', separated by '/'."
            .formatted(OneLine.of(value), why));
  }
}
