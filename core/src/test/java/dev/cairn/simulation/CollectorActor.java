package dev.cairn.simulation;

import dev.cairn.GarbageCollector;
import java.util.SplittableRandom;

/** Collects from outside. */
final class CollectorActor extends Actor {
  CollectorActor(int number, World world) {
    super(number, Kind.COLLECTOR, world);
  }

  @Override
  String act(SplittableRandom random) {
    return "collects " + GarbageCollector.of(store(), World.PROCESS).collect().objects();
  }

  @Override
  void forget() {}
}
