package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.StoreException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HadoopSettingsTest {
  private final SparkConf conf = new SparkConf(false);

  @TempDir private Path folder;

  @Test
  void find_setInSpark_isFound() {
    conf.set("spark.hadoop.fs.s3a.endpoint", "http://127.0.0.1:1");
    conf.set("spark.hadoop.fs.s3a.secret.key", "canary");
    conf.set("fs.s3a.access.key", "is none of Hadoop's");
    var settings = HadoopSettings.of(conf);
    assertThat(settings.find("fs.s3a.endpoint")).contains("http://127.0.0.1:1");
    assertThat(settings.find("fs.s3a.secret.key")).contains("canary");
    assertThat(settings.find("fs.s3a.access.key")).isEmpty();
    assertThat(settings).asString().doesNotContain("canary");
  }

  @Test
  void find_defaultOfHadoop_isNotFound() {
    String name = "fs.s3a.path.style.access";
    assertThat(new Configuration().get(name)).as("Hadoop's default").isNotNull();
    assertThat(HadoopSettings.of(conf).find(name)).isEmpty();
  }

  @Test
  void find_inCoreSite_isFoundUnlessSparkSaysOtherwise() throws IOException {
    Files.writeString(
        folder.resolve("core-site.xml"),
        """
        <configuration>
          <property><name>fs.s3a.endpoint</name><value>http://127.0.0.1:1</value></property>
          <property><name>fs.s3a.endpoint.region</name><value>eu-west-1</value></property>
        </configuration>
        """);
    conf.set("spark.hadoop.fs.s3a.endpoint.region", "eu-west-3");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (var site = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(site);
      var settings = HadoopSettings.of(conf);
      assertThat(settings.find("fs.s3a.endpoint")).contains("http://127.0.0.1:1");
      assertThat(settings.find("fs.s3a.endpoint.region")).contains("eu-west-3");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void find_inCredentialFile_comesFirst() throws IOException {
    String path = "localjceks://file" + folder.resolve("keys.jceks");
    var hadoop = new Configuration(false);
    hadoop.set(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, path);
    CredentialProvider file = CredentialProviderFactory.getProviders(hadoop).get(0);
    file.createCredentialEntry("fs.s3a.secret.key", "of the file".toCharArray());
    file.flush();
    conf.set("spark.hadoop." + CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, path);
    conf.set("spark.hadoop.fs.s3a.secret.key", "of Spark");
    conf.set("spark.hadoop.fs.s3a.access.key", "of Spark");
    var settings = HadoopSettings.of(conf);
    assertThat(settings.find("fs.s3a.secret.key")).contains("of the file");
    assertThat(settings.find("fs.s3a.access.key")).contains("of Spark");
  }

  @Test
  void find_credentialFileCannotBeRead_saysSoWithoutTheSecret() {
    conf.set("spark.hadoop." + CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, "nowhere://a");
    conf.set("spark.hadoop.fs.s3a.secret.key", "canary");
    assertThatThrownBy(() -> HadoopSettings.of(conf).find("fs.s3a.secret.key"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("fs.s3a.secret.key")
        .hasMessageContaining("hadoop.security.credential.provider.path")
        .hasMessageNotContaining("canary");
  }
}
