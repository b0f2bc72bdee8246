package dev.cairn.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That everything public says what it is. */
final class DocumentedTest {
  @ParameterizedTest
  @ValueSource(strings = {"core", "s3-store", "spark-integration"})
  void publicTypesAndMethods_haveComments(String module) throws IOException {
    List<Path> sources = sources(Path.of("..", module, "src", "main", "java"));
    assertThat(sources).isNotEmpty();
    assertThat(undocumented(sources)).isEmpty();
  }

  @Test
  void undocumented_findsWhatHasNoComment(@org.junit.jupiter.api.io.TempDir Path folder)
      throws IOException {
    Path source = folder.resolve("Sample.java");
    Files.writeString(
        source,
        """
        /** Said. */
        public class Sample {
          /** Said. */
          public void said() {}
          public void unsaid() {}
          protected Sample() {}
          void hidden() {}
          @Override public String toString() { return ""; }
          public record Unsaid(int number) {}
          interface Hidden { void inside(); }
        }
        """);
    assertThat(undocumented(List.of(source)))
        .containsExactly("Sample.unsaid", "Sample.Sample", "Sample.Unsaid");
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static List<String> undocumented(List<Path> sources) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    List<String> found = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
      DocTrees comments = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Scanner(comments, found).scan(unit, null);
      }
    }
    return found;
  }

  /** Goes through what others can see of a source, by its syntax alone. */
  private static final class Scanner extends TreePathScanner<Void, Void> {
    private final DocTrees comments;
    private final List<String> undocumented;

    Scanner(DocTrees comments, List<String> undocumented) {
      this.comments = comments;
      this.undocumented = undocumented;
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      if (!isVisible(type.getModifiers())) {
        return null;
      }
      require(type.getSimpleName().toString());
      return super.visitClass(type, null);
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      boolean overrides =
          method.getModifiers().getAnnotations().stream()
              .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
      if (isVisible(method.getModifiers()) && !overrides) {
        ClassTree type = (ClassTree) getCurrentPath().getParentPath().getLeaf();
        boolean constructs = method.getName().contentEquals("<init>");
        require(constructs ? type.getSimpleName().toString() : String.valueOf(method.getName()));
      }
      return null;
    }

    /** Members of interfaces are public without a word. */
    private boolean isVisible(ModifiersTree modifiers) {
      Set<Modifier> flags = modifiers.getFlags();
      return flags.contains(Modifier.PUBLIC)
          || flags.contains(Modifier.PROTECTED)
          || (getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.INTERFACE
              && !flags.contains(Modifier.PRIVATE));
    }

    private void require(String name) {
      TreePath path = getCurrentPath();
      if (comments.getDocCommentTree(path) == null) {
        TreePath around = path.getParentPath();
        undocumented.add(
            around.getLeaf() instanceof ClassTree outer
                ? outer.getSimpleName() + "." + name
                : name);
      }
    }
  }
}
