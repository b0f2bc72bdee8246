package dev.cairn.spark;

import dev.cairn.FencedException;
import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import dev.cairn.Status;
import dev.cairn.codec.Codec;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RunDefinition;
import java.time.Duration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

public final class SparkRun {
}
