package dev.cairn.simulation;

import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.SpoiltStore;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.sorting.ShuffledStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/** The server's side of the store: it lists as it likes, and may have a flaw. */
final class Disk extends SpoiltStore {
  private final ObjectStore objects;
  private final ObjectStore listed;
  private final Plan plan;
  private final SplittableRandom random;
  private String lastListed = "";
  private int puts;

  Disk(ObjectStore objects, Plan plan) {
    super(objects);
    this.objects = objects;
    this.plan = plan;
    this.random = Dice.at(plan.seed(), 20);
    this.listed =
        plan.order() == Plan.Order.SHUFFLED ? new ShuffledStore(objects, plan.seed()) : objects;
  }

  @Override
  public PutOutcome put(ObjectKey key, ByteBuffer content, WriteCondition condition) {
    if (plan.flaw() == Flaw.PUTS_OVERWRITE) {
      return objects.put(key, content, WriteCondition.ALWAYS);
    }
    if (plan.flaw() == Flaw.PUTS_ARE_FORGOTTEN
        && key.value().contains("/data/")
        && ++puts % 10 == 0) {
      return new PutOutcome.Written();
    }
    return objects.put(key, content, condition);
  }

  @Override
  public ListPage list(ListRequest request) {
    ListPage page =
        listed.list(
            plan.order() == Plan.Order.SHORT_PAGES
                ? request.limit(Math.min(request.limit(), 1 + random.nextInt(3)))
                : request);
    if (plan.flaw() == Flaw.LISTINGS_ARE_STALE
        && request.limit() == 1
        && !page.objects().isEmpty()) {
      String newest = page.objects().get(0).key().value();
      boolean isNew = !newest.equals(lastListed);
      lastListed = newest;
      if (isNew && page.continuation().isPresent()) {
        return listed.list(request.after(page.continuation().get()));
      }
    }
    return page;
  }

  @Override
  public void delete(Collection<ObjectKey> keys) {
    List<ObjectKey> all = new ArrayList<>(keys);
    if (plan.flaw() == Flaw.DELETES_TAKE_A_NEIGHBOUR) {
      keys.stream()
          .filter(key -> key.value().contains("/data/"))
          .flatMap(key -> neighbour(key).stream())
          .forEach(all::add);
    }
    objects.delete(all);
  }

  private List<ObjectKey> neighbour(ObjectKey key) {
    String value = key.value();
    String folder = value.substring(0, value.indexOf("/data/") + "/data/".length());
    return objects
        .list(ListRequest.objects(new dev.cairn.store.KeyPrefix(folder)))
        .objects()
        .stream()
        .map(object -> object.key())
        .filter(other -> other.value().compareTo(value) > 0)
        .limit(1)
        .toList();
  }
}
