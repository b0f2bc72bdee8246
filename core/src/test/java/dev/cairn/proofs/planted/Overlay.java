package dev.cairn.proofs.planted;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The classes of one changed source. In front of a class path they take the place of those that the
 * build has made, so that the tree itself, and what was built of it, stay as they are.
 */
record Overlay(Path classes) {
  /**
   * Compiles the changed source of a bug.
   *
   * @param folder that does not exist yet, for the source and the classes
   * @param classPath that the classes of its module are on
   */
  static Overlay compile(PlantedBug bug, Path root, Path folder, String classPath)
      throws IOException {
    Path source = folder.resolve("source").resolve(bug.source());
    Path classes = folder.resolve("classes");
    Files.createDirectories(source.getParent());
    Files.createDirectories(classes);
    Files.writeString(source, bug.planted(root));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  null,
                  files,
                  diagnostics,
                  List.of(
                      "--release",
                      "17",
                      "-proc:none",
                      "-parameters",
                      "-nowarn",
                      "-cp",
                      classPath,
                      "-d",
                      classes.toString()),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      if (!compiled) {
        throw new IllegalStateException(
            "The planted bug %s does not compile: %s".formatted(bug.name(), errors(diagnostics)));
      }
    }
    return new Overlay(classes);
  }

  private static String errors(DiagnosticCollector<JavaFileObject> diagnostics) {
    return diagnostics.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(diagnostic -> diagnostic.getMessage(null))
        .collect(Collectors.joining("; "));
  }

  /** A class path on which the changed classes come first. */
  static String before(Optional<Overlay> overlay, String classPath) {
    return overlay.map(o -> o.classes() + File.pathSeparator).orElse("") + classPath;
  }
}
