package dev.cairn.proofs.planted;

import dev.cairn.proofs.ProofReport;
import dev.cairn.proofs.planted.PlantedBug.Proof;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The program behind {@code ./cairn prove planted}. It first runs the tests that claim to catch the
 * planted bugs on the code as it is, where they must pass; then each of them with its bug. A bug
 * that its own tests do not notice is put to all of them.
 *
 * <p>Arguments: the root of the source tree, and the names of bugs, or none for all of them. The
 * class path of the tests of each module is in {@code target/test-classpath} there.
 */
final class PlantedBugs {
  private static final List<String> MODULES = List.of("core", "s3-store", "spark-integration");

  private final Path root;
  private final Path work;
  private final Trial trial;
  private final List<PlantedBug> bugs;
  private final List<String> notCaught = new ArrayList<>();

  private PlantedBugs(Path root, List<PlantedBug> bugs) throws IOException {
    this.root = root;
    this.bugs = bugs;
    this.work = Files.createTempDirectory("cairn-planted-");
    this.trial = new Trial(root, classPaths(root), Duration.ofMinutes(20));
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path root = Path.of(arguments[0]).toRealPath();
    List<String> wanted = List.of(arguments).subList(1, arguments.length);
    List<PlantedBug> bugs =
        PlantedBug.all(root).stream()
            .filter(bug -> wanted.isEmpty() || wanted.contains(bug.name()))
            .toList();
    boolean allCaught = new PlantedBugs(root, bugs).run();
    System.exit(allCaught ? 0 : 1);
  }

  private static Map<String, String> classPaths(Path root) throws IOException {
    Map<String, String> paths = new TreeMap<>();
    for (String module : MODULES) {
      Path target = root.resolve(module).resolve("target");
      paths.put(
          module,
          String.join(
              File.pathSeparator,
              target.resolve("test-classes").toString(),
              target.resolve("classes").toString(),
              Files.readString(target.resolve("test-classpath")).strip()));
    }
    // What runs the tests is in core; other modules find it behind all of their own.
    String core = String.valueOf(paths.get("core"));
    paths.replaceAll(
        (module, path) -> module.equals("core") ? path : path + File.pathSeparator + core);
    return paths;
  }

  private boolean run() throws IOException, InterruptedException {
    ProofReport report = ProofReport.begin("planted");
    Map<String, List<String>> all =
        byModule(bugs.stream().flatMap(bug -> bug.proofs().stream()).toList());
    long tests = unchanged(all);
    for (PlantedBug bug : bugs) {
      judge(bug, all);
    }
    if (!notCaught.isEmpty()) {
      System.out.printf(
          "planted: %d of %d were NOT caught: %s%n", notCaught.size(), bugs.size(), notCaught);
      return false;
    }
    report
        .figure("%d of %d planted bugs caught".formatted(bugs.size(), bugs.size()))
        .count("tests of the code as it is passed", tests)
        .held();
    return true;
  }

  private static Map<String, List<String>> byModule(Collection<Proof> proofs) {
    return proofs.stream()
        .distinct()
        .collect(
            Collectors.groupingBy(
                Proof::module, TreeMap::new, Collectors.mapping(Proof::test, Collectors.toList())));
  }

  /** The tests pass on the code as it is, or what they say of a bug would mean nothing. */
  private long unchanged(Map<String, List<String>> all) throws IOException, InterruptedException {
    long tests = 0;
    for (String module : new TreeSet<>(all.keySet())) {
      Path log = work.resolve("unchanged-" + module + ".log");
      Verdict verdict =
          trial.run(
              module, List.copyOf(all.getOrDefault(module, List.of())), Optional.empty(), log);
      if (!(verdict instanceof Verdict.Missed passed) || passed.tests() == 0) {
        throw new IllegalStateException(
            "The tests of %s do not pass on the code as it is: %s. Mend that first; the log is %s."
                .formatted(module, verdict, log));
      }
      tests += passed.tests();
    }
    System.out.printf("The code as it is: %d tests passed%n", tests);
    return tests;
  }

  private void judge(PlantedBug bug, Map<String, List<String>> all)
      throws IOException, InterruptedException {
    Overlay overlay =
        Overlay.compile(bug, root, work.resolve(bug.name()), trial.classPath(bug.module()));
    Verdict verdict = tried(bug, byModule(bug.proofs()), overlay);
    String note = "";
    if (!(verdict instanceof Verdict.Caught)) {
      note = " (by none of the tests that it names)";
      verdict = tried(bug, all, overlay);
    }
    if (!(verdict instanceof Verdict.Caught)) {
      notCaught.add(bug.name());
    }
    System.out.println(verdict.line(bug.name()) + note);
  }

  private Verdict tried(PlantedBug bug, Map<String, List<String>> proofs, Overlay overlay)
      throws IOException, InterruptedException {
    int passed = 0;
    for (Map.Entry<String, List<String>> module : proofs.entrySet()) {
      Path log = work.resolve(bug.name() + "-" + module.getKey() + ".log");
      Verdict verdict = trial.run(module.getKey(), module.getValue(), Optional.of(overlay), log);
      if (!(verdict instanceof Verdict.Missed missed)) {
        return verdict;
      }
      passed += missed.tests();
    }
    return new Verdict.Missed(passed);
  }
}
