package dev.cairn.cli.demo;

import dev.cairn.CairnException;
import org.jspecify.annotations.Nullable;

/** The driver process ended before its run was completed. What is stored is kept. */
public final class DriverFailedException extends CairnException {
  DriverFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
