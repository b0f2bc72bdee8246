"""Prices by s3a://, checkpoints by Cairn: BESIDE_S3A.PY PRICES STORE, which BesideHadoopAwsTest runs."""

import sys

from pyspark.sql import SparkSession

prices, store = sys.argv[1:]
spark = SparkSession.builder.getOrCreate()

bars = spark.read.csv(prices, header=True, inferSchema=True)
bars.write.format("cairn").mode("overwrite").save(f"{store}/dataset/bars")
first = spark.read.format("cairn").load(f"{store}/dataset/bars")
print("same", sorted(first.collect()) == sorted(bars.collect()), first.count())

closes = first.groupBy("symbol").agg({"close": "sum"}).withColumnRenamed("sum(close)", "sum")
closes.write.csv(prices + ".sums")
print("sums", sorted((row["_c0"], float(row["_c1"])) for row in spark.read.csv(prices + ".sums").collect()))
loader = spark.sparkContext._jvm.java.lang.Thread.currentThread().getContextClassLoader()
for name in ("software.amazon.awssdk", "dev.cairn.shaded.software.amazon.awssdk"):
    print("client", loader.loadClass(name + ".services.s3.S3Client").getName())
spark.stop()
