package dev.cairn.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import scala.Console;
import scala.runtime.BoxedUnit;
import scala.tools.nsc.MainClass;

/**
 * The Scala of a page of the documentation, compiled. Each block is the body of a function of a
 * session, below what {@code spark-shell} imports by itself, and has a store of its own.
 *
 * @param blocks as they stand on the page
 * @param jar the classes
 */
record ScalaSnippets(List<String> blocks, Path jar) {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```scala\n(.*?)^```");
  private static final String STORE = "s3://desk/checkpoints";

  /**
   * Compiles the blocks of a page; warnings are errors.
   *
   * @param folder for sources and classes
   */
  static ScalaSnippets compile(Path page, Path folder) throws IOException {
    List<String> blocks =
        BLOCK.matcher(Files.readString(page)).results().map(found -> found.group(1)).toList();
    Path jar = folder.resolve("snippets.jar");
    var snippets = new ScalaSnippets(blocks, jar);
    var command =
        new ArrayList<>(
            List.of("-Werror", "-d", jar.toString(), "-cp", System.getProperty("java.class.path")));
    for (int i = 0; i < blocks.size(); i++) {
      Path source = folder.resolve(snippets.name(i) + ".scala");
      Files.writeString(source, snippets.source(i));
      command.add(source.toString());
    }
    var said = new ByteArrayOutputStream();
    boolean compiled =
        Console.withErr(said, () -> new MainClass().process(command.toArray(String[]::new)));
    assertThat(compiled).as(said.toString(UTF_8)).isTrue();
    return snippets;
  }

  private String source(int block) {
    return """
        object %s {
          def run(spark: org.apache.spark.sql.SparkSession): Unit = {
            import spark.implicits._
        %s
          }
        }
        """
        .formatted(name(block), blocks.get(block).replace(STORE, store(block)));
  }

  private String name(int block) {
    return "Snippet" + block;
  }

  /** The URI of the store that a block works with, in this process. */
  String store(int block) {
    return "memory:scala-snippet-" + block;
  }

  /** The number of the only block that has this in it. */
  int with(String text) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).contains(text)) {
        found.add(i);
      }
    }
    assertThat(found).as("blocks with " + text).hasSize(1);
    return found.get(0);
  }

  /** Runs a block in a Spark of this process, and returns what it prints. */
  String run(int block, SparkSession spark) throws IOException, ReflectiveOperationException {
    spark.sparkContext().addJar(jar.toString()); // tasks find the functions in it
    var printed = new ByteArrayOutputStream();
    var urls = new URL[] {jar.toUri().toURL()};
    try (var loader = new URLClassLoader(urls, ScalaSnippets.class.getClassLoader())) {
      var main = loader.loadClass(name(block)).getMethod("run", SparkSession.class);
      var failure = new ArrayList<ReflectiveOperationException>();
      Console.withOut(
          printed,
          () -> {
            try {
              main.invoke(null, spark);
            } catch (ReflectiveOperationException e) {
              failure.add(e);
            }
            return BoxedUnit.UNIT;
          });
      if (!failure.isEmpty()) {
        throw failure.get(0);
      }
    }
    return printed.toString(UTF_8);
  }
}
