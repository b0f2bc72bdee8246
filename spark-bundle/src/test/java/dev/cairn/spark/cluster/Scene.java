package dev.cairn.spark.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A folder that a test and the processes of an application share: the application notes in it what
 * it does, and the test holds up the application at a unit of its choice.
 *
 * @param folder on this machine
 */
record Scene(String folder) implements Serializable {
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  /** Notes that a unit begins to be computed. A line is written whole, whoever else writes. */
  void begin(long unit) {
    try {
      Files.writeString(log(), unit + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The units that began to be computed, in that order; a unit is there as often as it began. */
  List<Long> begun() {
    try {
      return Files.exists(log())
          ? Files.readString(log()).lines().map(Long::valueOf).toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Notes that this process is what the test knows by a number. */
  void identify(int number) {
    try {
      Files.writeString(
          Path.of(folder, "process-" + number), Long.toString(ProcessHandle.current().pid()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process that has identified itself last by a number. */
  ProcessHandle identified(int number) {
    try {
      return ProcessHandle.of(
              Long.parseLong(Files.readString(Path.of(folder, "process-" + number))))
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets what began. */
  void forget() {
    delete(log());
  }

  /** Holds up whoever comes to a unit, until it is let go. */
  void hold(long... units) {
    for (long unit : units) {
      create(gate(unit));
    }
  }

  /** Lets go whoever is held up at a unit, and who will come to it. */
  void release(long... units) {
    for (long unit : units) {
      delete(gate(unit));
    }
  }

  /** Holds up the first that comes to a unit, for ever. */
  void trap(long unit) {
    create(trapOf(unit));
  }

  /** Waits as long as the test holds the unit up. */
  void pass(long unit) throws InterruptedException {
    while (Files.exists(gate(unit))) {
      waitForAMoment();
    }
    if (delete(trapOf(unit))) {
      while (true) {
        waitForAMoment();
      }
    }
  }

  /** Lets others go on for 10 milliseconds. */
  static void waitForAMoment() throws InterruptedException {
    if (NEVER.await(10, TimeUnit.MILLISECONDS)) {
      throw new AssertionError("nobody counts it down");
    }
  }

  private Path log() {
    return Path.of(folder, "begun");
  }

  private Path gate(long unit) {
    return Path.of(folder, "gate-" + unit);
  }

  private Path trapOf(long unit) {
    return Path.of(folder, "trap-" + unit);
  }

  private static void create(Path file) {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean delete(Path file) {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
