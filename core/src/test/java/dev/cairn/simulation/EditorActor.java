package dev.cairn.simulation;

import dev.cairn.CheckpointEditor;
import dev.cairn.CheckpointNotFoundException;
import dev.cairn.InvalidRequestException;
import dev.cairn.Simulated;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Pins, tags and deletes, from outside. */
final class EditorActor extends Actor {
  EditorActor(int number, World world) {
    super(number, Kind.EDITOR, world);
  }

  @Override
  String act(SplittableRandom random) {
    List<Long> live = List.copyOf(world().oracle().live());
    long version = live.isEmpty() ? 1 : live.get(random.nextInt(live.size()));
    CheckpointEditor editor = Simulated.editor(store(), World.PROCESS, this::now, patience());
    return switch (random.nextInt(5)) {
      case 0 -> pin(editor, version);
      case 1 -> unpin(editor, version);
      case 2 -> tag(editor, version);
      case 3 -> {
        editor.untag("golden");
        yield "untags";
      }
      default -> delete(editor, version);
    };
  }

  @Override
  void forget() {}

  private String pin(CheckpointEditor editor, long version) {
    int unpins = told().unpins(version);
    editor.pin(version);
    if (!isDead()) {
      told().pinned(version, unpins);
      Broken.unless(
          !told().pinned().contains(version) || world().oracle().live().contains(version),
          Promise.NOTHING_LOST,
          "v%d is pinned and not live",
          version);
    }
    return "pins v" + version;
  }

  private String unpin(CheckpointEditor editor, long version) {
    told().beginUnpin(version);
    editor.unpin(version);
    if (!isDead()) {
      told().endUnpin(version);
    }
    return "unpins v" + version;
  }

  private static String tag(CheckpointEditor editor, long version) {
    editor.tag("golden", version, Optional.empty());
    return "tags v" + version;
  }

  private String delete(CheckpointEditor editor, long version) {
    told().mayBeDeleted().add(version);
    try {
      editor.delete(version);
    } catch (InvalidRequestException e) {
      return "may not delete v" + version;
    } catch (CheckpointNotFoundException e) {
      return "finds no v" + version;
    }
    Broken.unless(
        isDead() || !world().oracle().live().contains(version),
        Promise.NOTHING_LOST,
        "the deletion of v%d is not in effect",
        version);
    return "deletes v" + version;
  }

  private Told told() {
    return world().oracle().told();
  }
}
