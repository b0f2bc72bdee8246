package dev.cairn.cli.demo;

import dev.cairn.CairnException;

/** Another driver has taken the run over. It goes on there. */
public final class DriverFencedException extends CairnException {
  DriverFencedException(String message) {
    super(message);
  }
}
