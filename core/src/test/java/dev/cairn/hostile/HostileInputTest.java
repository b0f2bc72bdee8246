package dev.cairn.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.local.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Inputs of all kinds in a heap of 64 MiB. How many is set by {@code -Dcairn.hostile}, the first
 * seed by {@code -Dcairn.seed}.
 */
final class HostileInputTest {
  private static final int MEBIBYTES = 64;

  @Test
  void inputs_ofAllKinds_areReadOrRefusedInOneLine(@TempDir Path folder) throws Exception {
    int inputs = Integer.getInteger("cairn.hostile", 3_000);
    long seed = Long.getLong("cairn.seed", 1);
    try (ChildJvm child =
        ChildJvm.withHeap(
            MEBIBYTES,
            HostileMain.class,
            String.valueOf(inputs),
            String.valueOf(seed),
            folder.toString())) {
      List<String> lines = child.rest();
      System.out.printf(
          "Hostile inputs, %d of them from seed %d, in %d MiB:%n", inputs, seed, MEBIBYTES);
      lines.forEach(System.out::println);
      assertThat(child.exitCode()).isZero();
      assertThat(lines)
          .hasSize(8)
          .allMatch(
              line ->
                  line.matches("[a-z]+: [0-9]+ inputs, [1-9][0-9]* values, [1-9][0-9]* errors"));
    }
  }
}
