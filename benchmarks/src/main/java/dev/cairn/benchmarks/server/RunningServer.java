package dev.cairn.benchmarks.server;

import java.net.URI;

/**
 * A server that answers.
 *
 * @param endpoint where
 * @param stop ends it
 */
public record RunningServer(URI endpoint, Runnable stop) implements AutoCloseable {
  @Override
  public void close() {
    stop.run();
  }
}
