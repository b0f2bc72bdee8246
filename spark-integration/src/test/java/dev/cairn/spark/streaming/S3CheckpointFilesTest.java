package dev.cairn.spark.streaming;

import dev.cairn.s3.testing.S3TestServer;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

class S3CheckpointFilesTest extends CheckpointFileManagerContract {
  private static final String BUCKET = S3TestServer.shared().newStore(S3CheckpointFilesTest.class);

  @Override
  protected Path location() {
    return new Path(BUCKET + "/" + UUID.randomUUID());
  }

  @Override
  protected Configuration settings() {
    return new Configuration(false);
  }
}
