package dev.cairn.linear;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes on one directory. How many rounds is set by {@code -Dcairn.test.linear}, the first seed
 * by {@code -Dcairn.test.seed}.
 */
final class LocalLinearizabilityTest {
  @Test
  void historiesOfSeveralProcesses_haveAnOrder(@TempDir Path folder) throws Exception {
    Clients.play("linear", folder.toUri().toString(), Map.of(), 12);
  }
}
