package dev.cairn.cli;

import java.util.UUID;

final class CommandsOnMemoryStoreTest extends CommandsContract {
  @Override
  String newStore() {
    return "memory:" + UUID.randomUUID();
  }
}
