package dev.cairn.cli;

final class CommandsOnLocalStoreTest extends CommandsContract {
  @Override
  String newStore() {
    return folder.resolve("store with spaces").toUri().toString();
  }
}
