package dev.cairn.linear;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes on one directory. How many rounds is set by {@code -Dcairn.linear}. */
final class LocalLinearizabilityTest {
  @Test
  void historiesOfSeveralProcesses_haveAnOrder(@TempDir Path folder) throws Exception {
    Clients.play(
        folder.toUri().toString(),
        Integer.getInteger("cairn.linear", 12),
        Long.getLong("cairn.seed", 1));
  }
}
