package dev.cairn.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Spark standalone cluster on this machine: a master and workers, each a process, and what they
 * start. The workers have as many cores as they are told, whatever the machine has.
 */
public final class StandaloneCluster implements AutoCloseable {
  private static final Pattern ADDRESS =
      Pattern.compile("Starting Spark master at (spark://127\\.0\\.0\\.1:\\d+)");
  private static final Path WORK = SparkHome.target().resolve("cluster").resolve("work");
  private static final String HOST = "127.0.0.1";
  private static final Duration START = Duration.ofMinutes(4);

  private final Map<String, String> environment;
  private final int coresPerWorker;
  private final JavaProcess master;
  private final String address;
  private final List<JavaProcess> workers = new ArrayList<>();

  private StandaloneCluster(Map<String, String> environment, int coresPerWorker) {
    SparkHome.prepare();
    this.coresPerWorker = coresPerWorker;
    this.environment = new HashMap<>(environment);
    this.environment.putAll(
        Map.of("SPARK_HOME", SparkHome.folder().toString(), "SPARK_SCALA_VERSION", "2.13"));
    this.master =
        spark(
            "master",
            HOST,
            Map.of(),
            List.of("-Xmx256m"),
            "org.apache.spark.deploy.master.Master",
            "--host",
            HOST,
            "--port",
            "0",
            "--webui-port",
            "0");
    this.address = awaitLine(master, ADDRESS).group(1);
  }

  /** A cluster that is ready; executors get these environment variables too. */
  public static StandaloneCluster start(
      Map<String, String> environment, int workers, int coresPerWorker) {
    var cluster = new StandaloneCluster(environment, coresPerWorker);
    try {
      for (int i = 0; i < workers; i++) {
        cluster.addWorker();
      }
      cluster.workers.forEach(
          worker -> awaitLine(worker, Pattern.compile("Successfully registered with master")));
      return cluster;
    } catch (RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  /**
   * One more worker; it registers in a moment. Each has a loopback address of its own, since Spark
   * runs no speculative attempt on the host of the first.
   */
  JavaProcess addWorker() {
    String host = "127.0.0." + (workers.size() + 2);
    JavaProcess worker =
        spark(
            "worker",
            host,
            Map.of(),
            List.of("-Xmx256m"),
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            host,
            "--webui-port",
            "0",
            "--cores",
            Integer.toString(coresPerWorker),
            "--memory",
            "4g",
            "--work-dir",
            WORK.toString(),
            address);
    workers.add(worker);
    return worker;
  }

  /** The workers that live. */
  List<JavaProcess> workers() {
    return workers.stream().filter(JavaProcess::isAlive).toList();
  }

  JavaProcess master() {
    return master;
  }

  /** What the executors of an application print: a folder for each, with two files. */
  static Path outputOfExecutors(String application) {
    return WORK.resolve(application);
  }

  /** The executors of all applications, on workers that live. */
  List<ProcessHandle> executors() {
    return workers().stream().flatMap(worker -> worker.children().stream()).toList();
  }

  /**
   * A driver in client mode, as {@code spark-submit} starts it, with the bundle by {@code --jars}
   * and one core on each of its executors.
   *
   * @param cores of the whole application, and so its executors
   * @param settings of Spark, besides
   */
  JavaProcess submit(
      Class<?> main, int cores, Map<String, String> settings, List<String> arguments) {
    return submit(main, cores, List.of(), settings, arguments);
  }

  /**
   * The same with further jars.
   *
   * @param main of this module's tests
   */
  public JavaProcess submit(
      Class<?> main,
      int cores,
      List<Path> moreJars,
      Map<String, String> settings,
      List<String> arguments) {
    return submit(main, cores, moreJars, Map.of(), settings, List.of(), arguments);
  }

  /**
   * The same with what is not meant for everybody's eyes.
   *
   * @param variables of the driver's environment, besides those of the cluster
   * @param options of {@code spark-submit}, such as a file with further settings
   */
  JavaProcess submit(
      Class<?> main,
      int cores,
      List<Path> moreJars,
      Map<String, String> variables,
      Map<String, String> settings,
      List<String> options,
      List<String> arguments) {
    var jars = new ArrayList<>(List.of(SparkHome.bundle()));
    jars.addAll(moreJars);
    var command =
        new ArrayList<>(
            List.of(
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                address,
                "--deploy-mode",
                "client",
                "--name",
                main.getSimpleName(),
                "--class",
                main.getName(),
                "--jars",
                String.join(",", jars.stream().map(Path::toString).toList()),
                "--total-executor-cores",
                Integer.toString(cores)));
    var all = new HashMap<>(settings);
    all.putIfAbsent("spark.executor.cores", "1");
    all.putIfAbsent("spark.executor.memory", "512m");
    all.put("spark.driver.host", HOST);
    all.put("spark.driver.bindAddress", HOST);
    all.putIfAbsent("spark.ui.enabled", "false");
    all.putIfAbsent("spark.executor.extraJavaOptions", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    all.forEach((name, value) -> command.addAll(List.of("--conf", name + "=" + value)));
    command.addAll(options);
    command.add(SparkHome.applicationJar().toString());
    command.addAll(arguments);
    return spark(
        main.getSimpleName(), HOST, variables, List.of("-Xmx512m"), command.toArray(String[]::new));
  }

  /** Kills master, workers and executors, as when the power fails. */
  void kill() {
    List<ProcessHandle> executors = executors();
    master.kill();
    workers.forEach(JavaProcess::kill);
    executors.forEach(ProcessHandle::destroyForcibly);
    executors.forEach(StandaloneCluster::awaitEnd);
  }

  boolean isAlive() {
    return master.isAlive();
  }

  /** Waits until the executors of all applications are gone. */
  void awaitIdle() {
    await().atMost(START).until(() -> executors().isEmpty());
  }

  /** Waits until a process is gone. */
  static void awaitEnd(ProcessHandle process) {
    await().atMost(START).until(() -> !process.isAlive());
  }

  @Override
  public void close() {
    executors().forEach(ProcessHandle::destroyForcibly);
    workers.forEach(JavaProcess::close);
    master.close();
  }

  private JavaProcess spark(
      String name,
      String host,
      Map<String, String> more,
      List<String> options,
      String... arguments) {
    var variables = new HashMap<>(environment);
    variables.putAll(more);
    variables.putAll(Map.of("SPARK_LOCAL_IP", host, "SPARK_LOCAL_HOSTNAME", host));
    var all = new ArrayList<>(options);
    all.addAll(List.of("-cp", SparkHome.classPath(), "-Dspark.master.rest.enabled=false"));
    return JavaProcess.start(name, variables, all, List.of(arguments));
  }

  private static Matcher awaitLine(JavaProcess process, Pattern line) {
    await().atMost(START).until(() -> line.matcher(process.output()).find() || !process.isAlive());
    Matcher found = line.matcher(process.output());
    assertThat(found.find()).as(process.output()).isTrue();
    return found;
  }
}
