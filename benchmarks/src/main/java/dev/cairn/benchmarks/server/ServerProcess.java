package dev.cairn.benchmarks.server;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server as a process of this machine, which ends with this JVM. */
final class ServerProcess {
  private static final Duration START = Duration.ofMinutes(3);
  private static final String HEAP = "-Xmx3g";

  private ServerProcess() {}

  static RunningServer start(ServerKind kind) {
    try {
      Path home = Path.of(System.getProperty("cairn.home", ""));
      String classPath = new ServerClassPath(home.toAbsolutePath()).of(kind);
      int port = freePort();
      Path folder = Files.createTempDirectory("cairn-" + kind.name());
      Path properties =
          Files.write(folder.resolve("server.properties"), kind.properties(port, folder));
      Path log = folder.resolve("server.log");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add(HEAP);
      command.addAll(kind.options(home.toAbsolutePath().resolve("benchmarks/servers")));
      command.addAll(List.of("-cp", classPath, kind.main()));
      command.addAll(kind.arguments(port, folder, properties));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Thread end = new Thread(() -> stop(process, folder));
      Runtime.getRuntime().addShutdownHook(end);
      URI endpoint = URI.create("http://127.0.0.1:" + port);
      waitFor(process, endpoint, log);
      System.setProperty("cairn.test.s3.endpoint", endpoint.toString());
      System.setProperty("aws.accessKeyId", "test");
      System.setProperty("aws.secretAccessKey", "test");
      System.setProperty("aws.region", "us-east-1");
      return new RunningServer(endpoint, () -> stop(process, folder));
    } catch (IOException e) {
      throw new IllegalStateException("The server does not start: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The server was not waited for: interrupted.", e);
    }
  }

  private static void waitFor(Process process, URI endpoint, Path log)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!answers(endpoint)) {
      if (process.waitFor(100, TimeUnit.MILLISECONDS)
          || System.nanoTime() - start > START.toNanos()) {
        List<String> lines = Files.readAllLines(log);
        process.destroyForcibly();
        throw new IOException(
            String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size())));
      }
    }
  }

  private static boolean answers(URI endpoint) {
    try {
      HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(5_000);
      return connection.getResponseCode() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void stop(Process process, Path folder) {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      } catch (IOException e) {
        System.err.printf("'%s' stays: %s%n", folder, e.getMessage());
      }
    }
  }
}
