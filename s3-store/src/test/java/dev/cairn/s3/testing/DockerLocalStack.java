package dev.cairn.s3.testing;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** LocalStack in a container, which Testcontainers removes when this JVM ends. */
final class DockerLocalStack {
  private static final Logger logger = LoggerFactory.getLogger(DockerLocalStack.class);

  /** The version that the requirements of {@link PythonEnvironment} pin, too. */
  private static final DockerImageName IMAGE =
      DockerImageName.parse("localstack/localstack:4.13.1");

  private DockerLocalStack() {}

  /** Starts the container, or returns empty when no Docker daemon answers. */
  // the container lives as long as this JVM
  @SuppressWarnings("resource")
  static Optional<ServerAccess> start() {
    if (!mayAnswer() || !DockerClientFactory.instance().isDockerAvailable()) {
      return Optional.empty();
    }
    try {
      LocalStackContainer container = new LocalStackContainer(IMAGE).withServices("s3");
      container.start();
      return Optional.of(
          new ServerAccess(
              container.getEndpoint(),
              Region.of(container.getRegion()),
              StaticCredentialsProvider.create(
                  AwsBasicCredentials.create(container.getAccessKey(), container.getSecretKey())),
              Optional.empty()));
    } catch (RuntimeException e) {
      logger.warn("Docker answers, but {} does not start. Python is tried instead.", IMAGE, e);
      return Optional.empty();
    }
  }

  /**
   * Whether a daemon is worth asking for. Testcontainers tries every way to reach one and logs each
   * failure as an error, which would be alarming where there simply is none.
   */
  private static boolean mayAnswer() {
    Path home = Path.of(System.getProperty("user.home"));
    return System.getenv("DOCKER_HOST") != null
        || Files.exists(home.resolve(".testcontainers.properties"))
        || Stream.of(
                Path.of("/var/run/docker.sock"),
                home.resolve(".docker/run/docker.sock"),
                home.resolve(".docker/desktop/docker.sock"),
                Path.of(
                    Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR")).orElse("/run"),
                    "docker.sock"))
            .anyMatch(DockerLocalStack::accepts);
  }

  private static boolean accepts(Path socket) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return channel.isConnected();
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
