package dev.cairn.cli;

final class CommandsOnLocalStoreTest extends CommandsContract {
  private int stores;

  @Override
  String newStore() {
    return folder.resolve("store with spaces " + stores++).toUri().toString();
  }
}
