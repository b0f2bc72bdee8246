package dev.cairn.proofs.planted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One line of the code, changed so that a promise is broken. Each is a file below {@code
 * proofs/planted} of lines "key: value".
 *
 * @param name of the file
 * @param what goes wrong, in words
 * @param promise that is broken
 * @param file that is changed, relative to the root of the source tree
 * @param before the line as it is, without the space around it
 * @param after the line that takes its place
 * @param occurrence which of the lines that read so is changed, the first is 1
 * @param occurrences how many lines read so
 * @param proofs the test classes that claim to catch it
 */
record PlantedBug(
    String name,
    String what,
    String promise,
    String file,
    String before,
    String after,
    int occurrence,
    int occurrences,
    List<Proof> proofs) {

  /** A test class, and the folder of the module that it is in. */
  record Proof(String module, String test) {}

  PlantedBug {
    proofs = List.copyOf(proofs);
    if (before.isBlank() || before.equals(after) || proofs.isEmpty()) {
      throw new IllegalArgumentException(
          name + ": a planted bug changes a line, and names the tests that catch it.");
    }
  }

  /** All planted bugs of a source tree, by name. */
  static List<PlantedBug> all(Path root) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("proofs/planted"))) {
      List<PlantedBug> bugs = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        bugs.add(read(file));
      }
      return bugs;
    }
  }

  private static PlantedBug read(Path file) throws IOException {
    String name = file.getFileName().toString().replace(".txt", "");
    Map<String, String> values = new TreeMap<>(Map.of("occurrence", "1 of 1"));
    List<Proof> proofs = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] pair = line.split(": ", 2);
      if (pair.length < 2) {
        throw new IllegalArgumentException(name + ": write '" + line + "' as 'key: value'.");
      }
      if (pair[0].equals("proof")) {
        String[] proof = pair[1].split(" ", 2);
        proofs.add(new Proof(proof[0], proof[1]));
      } else {
        values.put(pair[0], pair[1]);
      }
    }
    String[] occurrence = required(name, values, "occurrence").split(" of ", 2);
    return new PlantedBug(
        name,
        required(name, values, "what"),
        required(name, values, "promise"),
        required(name, values, "file"),
        required(name, values, "before"),
        required(name, values, "after"),
        Integer.parseInt(occurrence[0]),
        Integer.parseInt(occurrence[1]),
        proofs);
  }

  private static String required(String name, Map<String, String> values, String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException(name + ": the line '" + key + ": ...' is missing.");
    }
    return value;
  }

  /** The folder of the module whose code is changed. */
  String module() {
    return file.substring(0, file.indexOf('/'));
  }

  /** The name of the changed source, below the folder of sources. */
  String source() {
    return file.substring(file.indexOf("/src/main/java/") + "/src/main/java/".length());
  }

  /**
   * The source with the bug in it.
   *
   * @throws IllegalStateException when the code has changed and does not hold the line any more
   */
  String planted(Path root) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(root.resolve(file)));
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().equals(before)) {
        found.add(i);
      }
    }
    if (found.size() != occurrences) {
      throw new IllegalStateException(
          "The planted bug %s does not fit the code: %s has %d lines '%s', and not %d. Write the line anew in proofs/planted/%s.txt."
              .formatted(name, file, found.size(), before, occurrences, name));
    }
    lines.set(found.get(occurrence - 1), after);
    return String.join("\n", lines) + "\n";
  }
}
