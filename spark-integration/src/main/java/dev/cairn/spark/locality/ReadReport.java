package dev.cairn.spark.locality;

import dev.cairn.run.PartName;
import dev.cairn.spark.StoreReference;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.util.AccumulatorV2;
import org.jspecify.annotations.Nullable;

/**
 * Tells the driver which parts the tasks of an executor have read, with the results of tasks that
 * end well. A few numbers for each part; the driver's own copy holds nothing. For Cairn's own use.
 */
public final class ReadReport extends AccumulatorV2<Long, List<Long>> {
  private final transient @Nullable PartPlaces driver;
  private final ArrayList<Long> keys = new ArrayList<>();
  private @Nullable Place place;

  ReadReport(@Nullable PartPlaces driver) {
    this.driver = driver;
  }

  /** This task has read a part through the cache of its JVM. */
  public void read(StoreReference store, String folder, PartName part) {
    add(PartPlaces.key(store, folder, part));
  }

  /** Notes the key of a part. */
  @Override
  public void add(Long key) {
    if (place == null) {
      place = Place.here();
    }
    if (!place.isDriver()) {
      keys.add(key);
    }
  }

  @Override
  public void merge(AccumulatorV2<Long, List<Long>> other) {
    var told = (ReadReport) other;
    if (told.place == null) {
      return;
    }
    if (driver != null) {
      driver.haveBeenRead(told.keys, told.place);
    } else {
      keys.addAll(told.keys);
      place = told.place;
    }
  }

  @Override
  public boolean isZero() {
    return keys.isEmpty();
  }

  @Override
  public ReadReport copy() {
    var copy = new ReadReport(driver);
    copy.keys.addAll(keys);
    copy.place = place;
    return copy;
  }

  @Override
  public void reset() {
    keys.clear();
    place = null;
  }

  @Override
  public List<Long> value() {
    return List.copyOf(keys);
  }

  /** What has been read is of use when the task has ended. */
  @Override
  public boolean excludeFromHeartbeat() {
    return true;
  }
}
