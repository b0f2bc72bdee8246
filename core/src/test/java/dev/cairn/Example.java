package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/**
 * Java statements from a page or a comment, which are compiled as they stand there, and run.
 *
 * @param name of the class that they become
 * @param statements of its main method
 */
record Example(String name, String statements) {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern COMMENT =
      Pattern.compile("<pre>\\{@code\n(.*?)\\}</pre>", Pattern.DOTALL);
  private static final String SOURCE =
      """
      import dev.cairn.*;
      import dev.cairn.callback.*;
      import dev.cairn.codec.*;
      import dev.cairn.metrics.*;
      import dev.cairn.policy.*;
      import dev.cairn.run.*;
      import dev.cairn.store.*;
      import java.io.*;
      import java.time.*;
      import java.util.*;
      import static dev.cairn.ExampleWorld.*;
      public final class %s {
        public static void main(String[] arguments) throws Exception {
          %s
        }
      }
      """;

  /** The Java blocks of a page, in order. */
  static List<Example> ofPage(Path page, String name) throws IOException {
    return all(BLOCK, Files.readString(page), name);
  }

  /** The Java blocks of the comments of a source, in order. */
  static List<Example> ofComments(Path source, String name) throws IOException {
    String text = Files.readString(source).replaceAll("(?m)^ *\\* ?", "");
    return all(COMMENT, text, name);
  }

  private static List<Example> all(Pattern pattern, String text, String name) {
    List<Example> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(new Example(name + found.size(), matcher.group(1)));
    }
    return found;
  }

  /** The same on another store, or with another change of its text, which it must contain. */
  Example with(String text, String other) {
    assertThat(statements).contains(text);
    return new Example(name, statements.replace(text, other));
  }

  /** The same between other statements. */
  Example between(String before, String after) {
    return new Example(name, before + statements + after);
  }

  /** Compiles it, unless that was done. */
  void compile(Path folder) throws IOException {
    Path source = folder.resolve(name + ".java");
    String text = SOURCE.formatted(name, statements);
    if (Files.exists(source) && Files.readString(source).equals(text)) {
      return;
    }
    Files.writeString(source, text);
    String[] options = {
      "-cp", System.getProperty("java.class.path"), "-d", folder.toString(), source.toString()
    };
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, options))
        .as(statements)
        .isZero();
  }

  /** Compiles and runs it; what it throws is thrown. */
  void run(Path folder) throws Exception {
    compile(folder);
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, Example.class.getClassLoader())) {
      loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }
}
