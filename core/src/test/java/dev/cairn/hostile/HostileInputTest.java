package dev.cairn.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.proofs.ProofReport;
import dev.cairn.store.local.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Inputs of all kinds in a heap of 64 MiB. How many is set by {@code -Dcairn.test.inputs}, the
 * first seed by {@code -Dcairn.test.seed}.
 */
final class HostileInputTest {
  private static final int MEBIBYTES = 64;

  @Test
  void inputs_ofAllKinds_areReadOrRefusedInOneLine(@TempDir Path folder) throws Exception {
    int inputs = Integer.getInteger("cairn.test.inputs", 800);
    long seed = Long.getLong("cairn.test.seed", 1);
    ProofReport report = ProofReport.begin("hostile").seed(seed).count("MiB of heap", MEBIBYTES);
    try (ChildJvm child =
        ChildJvm.withHeap(
            MEBIBYTES,
            HostileMain.class,
            String.valueOf(inputs),
            String.valueOf(seed),
            folder.toString())) {
      List<String> lines = child.rest();
      lines.forEach(System.out::println);
      assertThat(child.exitCode()).isZero();
      assertThat(lines)
          .hasSize(8)
          .allMatch(
              line ->
                  line.matches("[0-9,]+ [a-z]+ \\([1-9][0-9,]* values, [1-9][0-9,]* errors\\)"));
      lines.forEach(report::figure);
    }
    report.held();
  }
}
