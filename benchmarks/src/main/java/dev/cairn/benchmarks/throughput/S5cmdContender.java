package dev.cairn.benchmarks.throughput;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The program s5cmd, from files and to files. Its time includes that it starts, and that it reads
 * and writes files; they are in memory where the machine has {@code /dev/shm}.
 */
final class S5cmdContender implements Contender {
  private final Site site;
  private final Path program;
  private final int parallelism;
  private final Path files;
  private final Path source;
  private final Map<String, String> environment;
  private String folder = "";

  S5cmdContender(Site site, Payload payload, int parallelism, Path program) throws IOException {
    this.site = site;
    this.program = program;
    this.parallelism = parallelism;
    Path memory = Path.of("/dev/shm");
    this.files =
        Files.isWritable(memory)
            ? Files.createTempDirectory(memory, "cairn-s5cmd")
            : Files.createTempDirectory("cairn-s5cmd");
    this.source = Files.createDirectories(files.resolve("source"));
    this.environment = new HashMap<>(site.server().environment());
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    int number = 0;
    for (ByteBuffer object : payload.objects()) {
      try (FileChannel file =
          FileChannel.open(
              source.resolve(String.valueOf(number++)),
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE)) {
        ByteBuffer rest = object.duplicate();
        while (rest.hasRemaining()) {
          file.write(rest);
        }
      }
    }
  }

  @Override
  public String name() {
    return "s5cmd";
  }

  @Override
  public void begin(String newFolder) {
    folder = newFolder;
  }

  @Override
  public void save() {
    copy(source + "/*", site.uri(folder) + "/");
  }

  @Override
  public List<Way> restores() {
    return List.of(new Way(name(), () -> copy(site.uri(folder) + "/*", files + "/restored/")));
  }

  private void copy(String from, String to) {
    try {
      List<String> command = new ArrayList<>(List.of(program.toString(), "--log", "error"));
      command.addAll(List.of("--endpoint-url", site.server().endpoint().toString()));
      command.addAll(List.of("--numworkers", String.valueOf(parallelism)));
      command.addAll(List.of("cp", "--concurrency", "1", from, to));
      S5cmd.run(files.resolve("log"), command, environment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void end() {
    delete(files.resolve("restored"));
  }

  @Override
  public void close() {
    delete(files);
  }

  private static void delete(Path tree) {
    if (Files.exists(tree)) {
      try (Stream<Path> inside = Files.walk(tree)) {
        inside.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
