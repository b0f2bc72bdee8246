package dev.cairn.benchmarks.server;

import java.nio.file.Path;
import java.util.List;

/** A server that Maven brings and that runs as a process of its own. */
enum ServerKind {
  S3PROXY("org.gaul.s3proxy.Main") {
    @Override
    List<String> properties(int port, Path folder) {
      return List.of(
          "s3proxy.endpoint=http://127.0.0.1:" + port,
          "s3proxy.authorization=none",
          "jclouds.provider=transient-nio2",
          "jclouds.identity=test",
          "jclouds.credential=test");
    }

    @Override
    List<String> options(Path servers) {
      return List.of("-Dlogback.configurationFile=" + servers.resolve("s3proxy/logback.xml"));
    }

    @Override
    List<String> arguments(int port, Path folder, Path properties) {
      return List.of("--properties", properties.toString());
    }
  },
  S3MOCK("com.adobe.testing.s3mock.S3MockApplication") {
    @Override
    List<String> properties(int port, Path folder) {
      return List.of();
    }

    @Override
    List<String> arguments(int port, Path folder, Path properties) {
      return List.of(
          "--com.adobe.testing.s3mock.httpPort=" + port,
          "--com.adobe.testing.s3mock.store.root=" + folder.resolve("objects"),
          "--server.address=127.0.0.1",
          "--server.port=0");
    }
  };

  private final String main;

  ServerKind(String main) {
    this.main = main;
  }

  /** The class to start. */
  String main() {
    return main;
  }

  /**
   * Further options of its JVM.
   *
   * @param servers the folder with what belongs to the servers
   */
  List<String> options(Path servers) {
    return List.of();
  }

  /** The lines of its file of settings. */
  abstract List<String> properties(int port, Path folder);

  /** What follows its class on the command line. */
  abstract List<String> arguments(int port, Path folder, Path properties);
}
