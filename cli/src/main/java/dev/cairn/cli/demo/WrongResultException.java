package dev.cairn.cli.demo;

import dev.cairn.CairnException;

/** The results are not what they must be. */
public final class WrongResultException extends CairnException {
  /** A difference, with what was compared. */
  public WrongResultException(String message) {
    super(message);
  }
}
