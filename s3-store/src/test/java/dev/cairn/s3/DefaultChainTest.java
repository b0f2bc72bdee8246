package dev.cairn.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import dev.cairn.store.WriteCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opens a store in a process of its own, whose environment holds nothing but what a test says. */
class DefaultChainTest {
  private final S3TestServer server = S3TestServer.shared();
  private final String uri = server.newStore(DefaultChainTest.class);

  @TempDir Path home;

  /** Writes an object and says what came of it, in one line. */
  static final class Client {
    public static void main(String[] arguments) {
      try (ObjectStore store = ObjectStores.open(arguments[0])) {
        System.out.println(
            store.put(
                    new ObjectKey("a"),
                    ByteBuffer.wrap("x".getBytes(UTF_8)),
                    WriteCondition.IF_ABSENT)
                + " "
                + store);
      } catch (CairnException e) {
        System.out.println(e.getMessage() + (e.getCause() == null ? "" : " " + e.getCause()));
      }
    }
  }

  private String output(Map<String, String> variables) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Client.class.getName(),
            uri);
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
    builder.environment().put("AWS_CONFIG_FILE", home.resolve("config").toString());
    builder.environment().put("AWS_SHARED_CREDENTIALS_FILE", home.resolve("keys").toString());
    builder.environment().putAll(variables);
    Process client = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new String(client.getInputStream().readAllBytes(), UTF_8).strip();
  }

  @Test
  void put_environmentOfTheServer_isEnough() throws IOException {
    assertThat(output(server.environment())).startsWith("Written");
  }

  @Test
  void put_endpointOfS3AloneAndNoRegion_isEnough() throws IOException {
    Map<String, String> variables = new HashMap<>(server.environment());
    variables.put("AWS_ENDPOINT_URL_S3", server.endpoint().toString());
    variables.put("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
    if (server.region().id().equals("us-east-1")) {
      variables.remove("AWS_REGION");
    }
    assertThat(output(variables)).startsWith("Written").contains(server.endpoint().toString());
  }

  @Test
  void put_profile_isEnough() throws IOException {
    Map<String, String> variables = server.environment();
    Files.writeString(
        home.resolve("config"),
        "[profile desk]\nregion = %s\nendpoint_url = %s\n"
            .formatted(variables.get("AWS_REGION"), variables.get("AWS_ENDPOINT_URL")));
    Files.writeString(
        home.resolve("keys"),
        "[desk]\naws_access_key_id = %s\naws_secret_access_key = %s\naws_session_token = %s\n"
            .formatted(
                variables.get("AWS_ACCESS_KEY_ID"),
                variables.get("AWS_SECRET_ACCESS_KEY"),
                variables.getOrDefault("AWS_SESSION_TOKEN", "none")));
    assertThat(output(Map.of("AWS_PROFILE", "desk"))).startsWith("Written");
  }

  @Test
  void put_noCredentials_saysHowToSetThem() throws IOException {
    assertThat(output(Map.of("AWS_ENDPOINT_URL", server.endpoint().toString())))
        .contains("no AWS credentials were found")
        .doesNotContain("\n");
  }

  @Test
  void open_noRegionAndNoEndpoint_saysHowToSetThem() throws IOException {
    assertThat(output(Map.of("AWS_ACCESS_KEY_ID", "x", "AWS_SECRET_ACCESS_KEY", "y")))
        .contains("no region is set", "AWS_REGION", "AWS_ENDPOINT_URL")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:4566", "localhost:", "http://u:canary@host name"})
  void open_endpointIsNoUrl_saysSo(String endpoint) throws IOException {
    Map<String, String> variables = new HashMap<>(server.environment());
    variables.put("AWS_ENDPOINT_URL", endpoint);
    assertThat(output(variables))
        .contains("AWS_ENDPOINT_URL", "http://")
        .doesNotContain("\n", "canary");
  }
}
