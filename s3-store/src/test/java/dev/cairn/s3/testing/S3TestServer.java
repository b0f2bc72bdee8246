package dev.cairn.s3.testing;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A real S3 server for tests, one for each JVM, started by the first test that asks for it. The
 * first of these ways that works is taken:
 *
 * <ol>
 *   <li>the server that {@code CAIRN_TEST_S3_ENDPOINT} names, with the usual AWS variables as
 *       credentials, and everything in the bucket {@code CAIRN_TEST_S3_BUCKET} when that is set;
 *   <li>LocalStack in Docker, when a daemon answers;
 *   <li>LocalStack in a Python environment below the project's {@code target} folder.
 * </ol>
 *
 * <p>When none works the test fails, and the message says what is missing.
 *
 * <p>Asking for the server also points the AWS SDK's default chain in this JVM at it, by system
 * properties, so that {@code ObjectStores.open(server.newStore(MyTest.class))} needs nothing else.
 * Processes that a test starts get {@link #environment()}. Safe for use by many threads.
 */
public final class S3TestServer {
  private static final Logger logger = LoggerFactory.getLogger(S3TestServer.class);

  private static @Nullable S3TestServer server;
  private static @Nullable String failure;

  private final ServerAccess access;
  private final S3Client client;

  private S3TestServer(ServerAccess access) {
    this.access = access;
    this.client =
        S3Client.builder()
            .endpointOverride(access.endpoint())
            .region(access.region())
            .credentialsProvider(access.credentials())
            .forcePathStyle(true)
            .httpClientBuilder(Apache5HttpClient.builder())
            .build();
  }

  /**
   * The server of this JVM, started now when it was not yet.
   *
   * @throws IllegalStateException when there is no way to start one; the message says what to
   *     install
   */
  public static synchronized S3TestServer shared() {
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    if (server == null) {
      try {
        ServerAccess access =
            EnvironmentServer.find().or(DockerLocalStack::start).orElseGet(PythonLocalStack::start);
        logger.info("Tests use the S3 server at {}.", access.endpoint());
        server = new S3TestServer(access);
        server.configureThisJvm();
      } catch (RuntimeException e) {
        failure = String.valueOf(e.getMessage());
        throw e;
      }
    }
    return server;
  }

  /**
   * A new, empty place for one test class, as a URI that {@code ObjectStores} opens: a bucket of
   * its own, or a prefix of its own in the bucket that the environment names.
   */
  public String newStore(Class<?> test) {
    String name =
        "cairn-"
            + test.getSimpleName().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "")
            + "-"
            + UUID.randomUUID().toString().substring(0, 8);
    if (access.bucket().isPresent()) {
      return "s3://" + access.bucket().get() + "/" + name;
    }
    client.createBucket(request -> request.bucket(name));
    return "s3://" + name;
  }

  /** Where the server listens. */
  public URI endpoint() {
    return access.endpoint();
  }

  /** The region that requests are signed for. */
  public Region region() {
    return access.region();
  }

  /** Credentials that may do everything that tests do. */
  public AwsCredentialsProvider credentials() {
    return access.credentials();
  }

  /** A plain client of the server, to look at what a store did. It is not to be closed. */
  public S3Client client() {
    return client;
  }

  /**
   * The environment variables that a process needs to use the server by the AWS SDK's default
   * chain, to be added to its environment.
   */
  public Map<String, String> environment() {
    AwsCredentials credentials = access.credentials().resolveCredentials();
    Map<String, String> variables = new HashMap<>();
    variables.put("AWS_ENDPOINT_URL", access.endpoint().toString());
    variables.put("AWS_REGION", access.region().id());
    variables.put("AWS_ACCESS_KEY_ID", credentials.accessKeyId());
    variables.put("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey());
    sessionToken(credentials).ifPresent(token -> variables.put("AWS_SESSION_TOKEN", token));
    return variables;
  }

  private void configureThisJvm() {
    AwsCredentials credentials = access.credentials().resolveCredentials();
    System.setProperty("aws.endpointUrl", access.endpoint().toString());
    System.setProperty("aws.region", access.region().id());
    System.setProperty("aws.accessKeyId", credentials.accessKeyId());
    System.setProperty("aws.secretAccessKey", credentials.secretAccessKey());
    sessionToken(credentials).ifPresent(token -> System.setProperty("aws.sessionToken", token));
  }

  private static Optional<String> sessionToken(AwsCredentials credentials) {
    return credentials instanceof AwsSessionCredentials session
        ? Optional.of(session.sessionToken())
        : Optional.empty();
  }
}
