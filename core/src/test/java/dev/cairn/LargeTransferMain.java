package dev.cairn;

import dev.cairn.CheckpointTransfer.OnExisting;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import java.nio.file.Path;

/** A process that brings a state which is larger than its heap elsewhere. */
final class LargeTransferMain {
  private static final ProcessId RANKER = ProcessId.training("ranker");

  private LargeTransferMain() {}

  /** Arguments: the URI of a folder for stores and files, the size. */
  public static void main(String[] arguments) {
    String folder = arguments[0];
    try (ObjectStore source = ObjectStores.open(folder + "source");
        ObjectStore copy = ObjectStores.open(folder + "copy");
        ObjectStore other = ObjectStores.open(folder + "other")) {
      try (CheckpointManager manager =
          CheckpointManager.builder().store(source).process(RANKER).open()) {
        var state = new LargeState(Long.parseLong(arguments[1]), 0, 0, 0);
        manager.save(Progress.at(1), State.of("state", LargeState.codec(), state));
      }
      System.out.println("saved");
      Path file = Path.of(java.net.URI.create(folder + "export.tar"));
      try (CheckpointReader reader = CheckpointReader.open(source, RANKER);
          CheckpointTransfer transfer = CheckpointTransfer.all(reader)) {
        requireOne(transfer.copyTo(copy, RANKER).copied().size());
        System.out.println("copied");
        requireOne(transfer.exportTo(file, OnExisting.REFUSE).checkpoints().size());
        System.out.println("exported");
      }
      try (CheckpointTransfer transfer = CheckpointTransfer.file(file)) {
        requireOne(transfer.copyTo(other, RANKER).copied().size());
        requireOne(transfer.copyTo(copy, RANKER).present().size());
        System.out.println("imported");
      }
    }
  }

  private static void requireOne(int count) {
    if (count != 1) {
      throw new IllegalStateException(count + " checkpoints");
    }
  }
}
