package dev.cairn.metrics;

import dev.cairn.CheckpointListener;
import dev.cairn.CheckpointManager;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.State;
import dev.cairn.codec.Codecs;

/** Saves and restores, and fails where Micrometer is on the class path. */
final class WithoutMicrometerMain {
  private WithoutMicrometerMain() {}

  public static void main(String[] arguments) {
    try {
      Class.forName("io.micrometer.core.instrument.MeterRegistry");
      throw new AssertionError("Micrometer is on the class path");
    } catch (ClassNotFoundException e) {
      // As it is to be.
    }
    try (CheckpointManager manager =
        CheckpointManager.builder()
            .store("memory:without-micrometer")
            .process(ProcessId.training("ranker"))
            .listener(new CheckpointListener() {})
            .open()) {
      manager.save(Progress.at(7), State.of("notes", Codecs.utf8(), "whole"));
      System.out.println("restored " + manager.restoreLatest().orElseThrow().progress());
    }
  }
}
