package dev.cairn.s3.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PythonLocalStackTest {
  /** Starts a server, says where, and waits to be killed. */
  static final class Victim {
    public static void main(String[] arguments) throws IOException {
      System.out.println("endpoint " + PythonLocalStack.start().endpoint());
      try (ServerSocket never = new ServerSocket(0)) {
        never.accept().close();
      }
    }
  }

  @Test
  void start_jvmIsKilled_serverEnds() throws IOException {
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = victim.inputReader()) {
      URI endpoint =
          output
              .lines()
              .filter(line -> line.startsWith("endpoint "))
              .findFirst()
              .map(line -> URI.create(line.substring("endpoint ".length())))
              .orElseThrow(() -> new AssertionError("the process ended before its server ran"));
      assertThat(accepts(endpoint)).isTrue();

      victim.destroyForcibly();

      await().atMost(Duration.ofSeconds(30)).until(() -> !accepts(endpoint));
    } finally {
      victim.destroyForcibly();
    }
  }

  private static boolean accepts(URI endpoint) {
    try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
