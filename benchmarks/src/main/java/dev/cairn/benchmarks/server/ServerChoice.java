package dev.cairn.benchmarks.server;

import dev.cairn.s3.testing.S3TestServer;

/** Which server something is tried on. */
public enum ServerChoice {
  /** s3proxy with its objects in memory, from Maven. */
  S3PROXY {
    @Override
    RunningServer start() {
      return ServerProcess.start(ServerKind.S3PROXY);
    }
  },
  /** Adobe S3Mock, from Maven. */
  S3MOCK {
    @Override
    RunningServer start() {
      return ServerProcess.start(ServerKind.S3MOCK);
    }
  },
  /**
   * The server of the tests: LocalStack, or the one that {@code CAIRN_TEST_S3_ENDPOINT} names, with
   * the usual variables for credentials.
   */
  TESTS {
    @Override
    RunningServer start() {
      S3TestServer server = S3TestServer.shared();
      return new RunningServer(server.endpoint(), () -> {});
    }
  };

  abstract RunningServer start();

  /**
   * Starts it, and points the tests and the AWS SDK of this JVM at it. Only one is started in a
   * JVM.
   *
   * @throws IllegalStateException when it does not start; the message says why
   */
  public final RunningServer use() {
    return start();
  }

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
