package dev.cairn;

import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.LogView;
import dev.cairn.internal.log.RunRow;
import java.util.List;

/**
 * What a log listed at one moment, with all that is in pages.
 *
 * @param view of the log
 * @param live the checkpoints that are kept, oldest first
 */
record Moment(LogView view, List<CheckpointRow> live) {
  /** Copies the list. */
  Moment {
    live = List.copyOf(live);
  }

  /** The runs that are not retired, oldest first. */
  List<RunRow> runs() {
    return view.index().runs().stream().filter(row -> row.retired() == null).toList();
  }
}
