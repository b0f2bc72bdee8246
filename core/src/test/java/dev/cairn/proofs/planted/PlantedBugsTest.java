package dev.cairn.proofs.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That the planted bugs still fit the code, and that the way of trying them tells a caught one from
 * a missed one. All of them are tried by {@code ./cairn prove planted}.
 */
final class PlantedBugsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String OWN_CLASS_PATH = System.getProperty("java.class.path");

  @TempDir Path folder;

  @Test
  void bugs_each_fitsTheCodeAndNamesTestsThatExist() throws Exception {
    List<PlantedBug> bugs = PlantedBug.all(ROOT);

    assertThat(bugs).hasSizeGreaterThanOrEqualTo(14);
    for (PlantedBug bug : bugs) {
      assertThat(bug.planted(ROOT)).isNotEqualTo(Files.readString(ROOT.resolve(bug.file())));
      for (PlantedBug.Proof proof : bug.proofs()) {
        String test = "src/test/java/" + proof.test().replace('.', '/') + ".java";
        assertThat(ROOT.resolve(proof.module()).resolve(test)).as(bug.name()).isRegularFile();
      }
    }
  }

  @Test
  void bugsOfCore_each_compiles() throws Exception {
    for (PlantedBug bug : PlantedBug.all(ROOT)) {
      if (bug.module().equals("core")) {
        Overlay overlay = Overlay.compile(bug, ROOT, folder.resolve(bug.name()), OWN_CLASS_PATH);
        assertThat(overlay.classes()).isNotEmptyDirectory();
      }
    }
  }

  @Test
  void bug_lineIsGone_saysSo() {
    var bug =
        new PlantedBug(
            "gone",
            "nothing",
            "none",
            "core/src/main/java/dev/cairn/ProcessId.java",
            "this line is not there",
            "",
            1,
            1,
            List.of(new PlantedBug.Proof("core", "dev.cairn.EditsTest")));

    assertThatThrownBy(() -> bug.planted(ROOT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not fit the code")
        .hasMessageContaining("proofs/planted/gone.txt");
  }

  @Test
  void trial_withAndWithoutABug_catchesItAndNothingElse() throws Exception {
    PlantedBug bug =
        PlantedBug.all(ROOT).stream()
            .filter(each -> each.name().equals("digest-in-order-of-arrival"))
            .findFirst()
            .orElseThrow();
    Overlay overlay = Overlay.compile(bug, ROOT, folder.resolve("bug"), OWN_CLASS_PATH);
    var trial = new Trial(ROOT, Map.of("core", OWN_CLASS_PATH), Duration.ofMinutes(2));
    List<String> tests = bug.proofs().stream().map(PlantedBug.Proof::test).toList();

    Verdict unchanged = trial.run("core", tests, Optional.empty(), folder.resolve("unchanged"));
    Verdict changed = trial.run("core", tests, Optional.of(overlay), folder.resolve("changed"));
    Verdict absent =
        trial.run("core", List.of("no.such.Test"), Optional.empty(), folder.resolve("absent"));

    assertThat(unchanged).isInstanceOf(Verdict.Missed.class);
    assertThat(((Verdict.Missed) unchanged).tests()).isPositive();
    assertThat(changed).isInstanceOf(Verdict.Caught.class);
    assertThat(((Verdict.Caught) changed).by()).startsWith("ResultDigestTest.");
    assertThat(absent).isInstanceOf(Verdict.Undecided.class);
  }
}
