package dev.cairn.store.local.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a power cut has left of a folder: paths in the order in which they can be made. */
final class Remains {
  // An array stands for a file; the same array at two paths is one file with two names.
  private final Map<String, Optional<byte[]>> paths = new LinkedHashMap<>();

  void folder(String path) {
    paths.put(path, Optional.empty());
  }

  void file(String path, byte[] content) {
    paths.put(path, Optional.of(content));
  }

  /** Whether there is a file of that path and content. */
  boolean holds(String path, byte[] content) {
    return paths
        .getOrDefault(path, Optional.empty())
        .filter(left -> Arrays.equals(left, content))
        .isPresent();
  }

  /** A text that two remains have in common only when they are the same. */
  String fingerprint() {
    var text = new StringBuilder();
    IdentityHashMap<byte[], Integer> numbers = new IdentityHashMap<>();
    paths.forEach(
        (path, content) -> {
          text.append(path);
          content.ifPresent(
              bytes ->
                  text.append('=')
                      .append(numbers.computeIfAbsent(bytes, b -> numbers.size()))
                      .append(':')
                      .append(bytes.length)
                      .append(':')
                      .append(Arrays.hashCode(bytes)));
          text.append('\n');
        });
    return text.toString();
  }

  /**
   * Makes a folder look like this. The folders of those who wrote get names of another JVM, since
   * none of the JVMs of before the cut is alive.
   */
  void restoreTo(Path folder) throws IOException {
    IdentityHashMap<byte[], Path> made = new IdentityHashMap<>();
    for (Map.Entry<String, Optional<byte[]>> entry : paths.entrySet()) {
      Path path = folder.resolve(entry.getKey().replace("~writing/", "~writing/before-"));
      if (entry.getValue().isEmpty()) {
        Files.createDirectory(path);
        continue;
      }
      byte[] content = entry.getValue().get();
      @Nullable Path first = made.putIfAbsent(content, path);
      if (first == null) {
        Files.write(path, content);
      } else {
        Files.createLink(path, first);
      }
    }
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    paths.forEach(
        (path, content) ->
            text.append(path)
                .append(content.map(bytes -> "  " + bytes.length + " bytes").orElse("/"))
                .append('\n'));
    return text.toString();
  }
}
