package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ProcessId;
import dev.cairn.codec.Codecs;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Users may have Spark send tasks' data by Kryo, and forbid it classes that they did not name. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class KryoTest {
  @Test
  void run_onlyRegisteredClassesMayBeSent_runs() {
    SparkContext.getOrCreate(LocalSpark.configuration("local[2]")).stop();
    SparkConf strict =
        LocalSpark.configuration("local[2]")
            .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .set("spark.kryo.registrationRequired", "true");
    try (var spark = new JavaSparkContext(strict)) {
      List<String> expected = Draws.expected(60, 3);
      RunResult<String> result =
          SparkRun.on(spark)
              .store("memory:" + UUID.randomUUID())
              .process(ProcessId.backtest("kryo"))
              .codeVersion("1")
              .units(60)
              .seed(3)
              .run(Codecs.utf8(), Draws::draw);
      assertThat(result.digest()).isEqualTo(Draws.digest(expected));
      assertThat(result.asRdd().count()).isEqualTo(60);
    }
  }

  @Test
  void saveDataset_kryoSendsWhatTasksAnswer_isSavedAndReadBack() {
    SparkContext.getOrCreate(LocalSpark.configuration("local[2]")).stop();
    SparkConf kryo =
        LocalSpark.configuration("local[2]")
            .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    try (var spark = new JavaSparkContext(kryo)) {
      SparkSession session = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
      String path = "memory:" + UUID.randomUUID() + "/dataset/kryo";
      session.range(0, 50, 1, 3).write().format("cairn").mode("overwrite").save(path);
      assertThat(session.read().format("cairn").load(path).where("id > 9").count()).isEqualTo(40);
    }
  }
}
