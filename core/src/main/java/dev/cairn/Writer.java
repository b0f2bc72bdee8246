package dev.cairn;

import static java.util.Objects.requireNonNull;

/**
 * Who wrote to a log, as the writer itself said: for people to find it, never for a decision.
 *
 * @param host the name of its machine
 * @param pid the number of its operating system process
 * @param user the account that it ran under
 */
public record Writer(String host, long pid, String user) {
  /** Refuses what is absent. */
  public Writer {
    requireNonNull(host);
    requireNonNull(user);
  }

  @Override
  public String toString() {
    return user + "@" + host + ", process " + pid;
  }
}
