package dev.cairn.cli.demo;

import dev.cairn.CairnException;

/** The demonstration did not end as it must; the message says why and what to do. */
public final class DemoException extends CairnException {
  private final boolean fenced;

  DemoException(String message) {
    this(message, false);
  }

  private DemoException(String message, boolean fenced) {
    super(message);
    this.fenced = fenced;
  }

  /** Another driver took over; the message is that driver's. */
  static DemoException fenced(String message) {
    return new DemoException(message, true);
  }

  /** Whether another driver took over. */
  public boolean isFenced() {
    return fenced;
  }
}
