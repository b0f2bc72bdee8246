package dev.cairn.cli;

import dev.cairn.s3.testing.S3TestServer;

final class CommandsOnS3StoreTest extends CommandsContract {
  @Override
  String newStore() {
    return S3TestServer.shared().newStore(CommandsOnS3StoreTest.class) + "/deep/prefix";
  }
}
