package dev.cairn.s3;

import dev.cairn.linear.Clients;
import dev.cairn.s3.testing.S3TestServer;
import org.junit.jupiter.api.Test;

/** Processes on one server; see {@link Clients} for how many rounds there are. */
class S3LinearizabilityTest {
  private final S3TestServer server = S3TestServer.shared();

  @Test
  void historiesOfSeveralProcesses_haveAnOrder() throws Exception {
    Clients.play(
        "linear-s3", server.newStore(S3LinearizabilityTest.class), server.environment(), 6);
  }
}
