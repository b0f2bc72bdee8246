package dev.cairn.s3.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * LocalStack as a process of this machine, on a free port. It ends with this JVM, also when the JVM
 * is killed: the server ends when its standard input does.
 */
final class PythonLocalStack {
  private static final int ATTEMPTS = 3;
  private static final Duration START = Duration.ofSeconds(90);

  private PythonLocalStack() {}

  /**
   * Starts a server.
   *
   * @throws IllegalStateException when it does not start; the message says what is missing
   */
  static ServerAccess start() {
    PythonEnvironment python = PythonEnvironment.prepare();
    try {
      StringBuilder failures = new StringBuilder();
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        // another process may take the port before the server does; then it ends at once
        int port = freePort();
        Path folder =
            python.folder().resolve("server-" + ProcessHandle.current().pid() + "-" + attempt);
        Path log = python.folder().resolve(folder.getFileName() + ".log");
        Process process = launch(python, port, folder, log);
        if (ready(process, port)) {
          Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, folder)));
          return new ServerAccess(
              URI.create("http://127.0.0.1:" + port),
              Region.US_EAST_1,
              StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")),
              Optional.empty());
        }
        stop(process, folder);
        failures.append(" [").append(log).append(": ").append(PythonEnvironment.tail(log));
        failures.append(']');
      }
      throw new IllegalStateException("LocalStack does not start:" + failures);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start LocalStack.", e);
    }
  }

  private static Process launch(PythonEnvironment python, int port, Path folder, Path log)
      throws IOException {
    PythonEnvironment.delete(folder);
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    Path home = Files.createDirectories(folder.resolve("home"));
    Path script = Files.write(folder.resolve("serve.py"), PythonEnvironment.resource("serve.py"));
    ProcessBuilder builder =
        new ProcessBuilder(python.interpreter().toString(), script.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "SERVICES", "s3",
                "GATEWAY_LISTEN", "127.0.0.1:" + port,
                "EAGER_SERVICE_LOADING", "1",
                "DISABLE_EVENTS", "1",
                "SKIP_SSL_CERT_DOWNLOAD", "1",
                "LC_ALL", "C.UTF-8",
                "HOME", home.toString(),
                "TMPDIR", temporary.toString(),
                "FILESYSTEM_ROOT", folder.toString()));
    return builder.start();
  }

  private static boolean ready(Process process, int port) {
    long start = System.nanoTime();
    try {
      while (System.nanoTime() - start < START.toNanos()) {
        if (healthy(port)) {
          return process.isAlive();
        }
        if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private static boolean healthy(int port) {
    try {
      URI health = URI.create("http://127.0.0.1:" + port + "/_localstack/health");
      HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(5_000);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false;
    }
  }

  private static void stop(Process process, Path folder) {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
      PythonEnvironment.delete(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
