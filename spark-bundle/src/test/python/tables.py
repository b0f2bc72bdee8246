"""The Python example of docs/spark.md; PySparkTest runs it, as TABLES.PY STORE PROCESS VERSION."""

import sys

from pyspark.sql import SparkSession

store, process, version = sys.argv[1:]

# example begins
spark = (
    SparkSession.builder.config("spark.sql.catalog.cairn", "dev.cairn.spark.sql.CairnCatalog")
    .config("spark.sql.catalog.cairn.store", store)
    .getOrCreate()
)

draws = spark.read.format("cairn").load(f"{store}/backtest/{process}")
draws.orderBy(draws["sum"].desc()).show(3)

# as they were: by version or tag, in Python or in SQL
then = spark.read.format("cairn").option("versionAsOf", version).load(f"{store}/backtest/{process}")
best = spark.sql(f"SELECT max(sum) FROM cairn.backtest.`{process}` VERSION AS OF {version}")

# what else is known of the process
saves = spark.sql(f"SELECT version, step, status FROM cairn.backtest.`{process}`.checkpoints")

# a DataFrame as one checkpoint, and back
positive = draws.where("sum > 0").select("unit", "sum")
positive.write.format("cairn").mode("overwrite").save(f"{store}/dataset/positive")
again = spark.table("cairn.dataset.positive")
# example ends

print("columns", draws.columns)
print("rows", draws.count(), then.count(), draws.where("_unit < 10").count())
print("exact", [row["sum"].hex() for row in draws.orderBy("unit").limit(3).collect()])
print("best", best.first()[0] == max(row["sum"] for row in draws.collect()))
print("status", saves.orderBy("version").collect()[-1]["status"])
print("written", sorted(again.collect()) == sorted(positive.collect()), again.count() > 0)
spark.stop()
