package dev.cairn.hostile;

import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import java.util.List;
import java.util.SplittableRandom;

/** URIs of stores. A store that is opened writes nothing. */
final class HostileUris implements Source {
  private static final List<String> GOOD =
      List.of(
          "file:/srv/checkpoints", "memory:test", "/srv/checkpoints", "checkpoints", "s3://b/p");

  @Override
  public void feed(SplittableRandom random, Answers answers) {
    String uri =
        random.nextInt(3) == 0
            ? Texts.any(random)
            : Texts.near(GOOD.get(random.nextInt(GOOD.size())), random);
    answers.of(
        () -> {
          try (ObjectStore store = ObjectStores.open(uri)) {
            String shown = store.toString();
            if (shown.lines().count() > 1) {
              throw new AssertionError("a store of two lines: " + shown);
            }
          }
        });
  }
}
