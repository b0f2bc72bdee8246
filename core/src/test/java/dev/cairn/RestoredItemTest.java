package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.CodecException;
import dev.cairn.codec.Codecs;
import dev.cairn.store.memory.MemoryStore;
import org.junit.jupiter.api.Test;

class RestoredItemTest {
  record Before(double cash) {}

  record Now(double cash, long shares) {}

  private final MemoryStore store = new MemoryStore();

  private CheckpointManager open() {
    return CheckpointManager.builder().store(store).process(ProcessId.training("ranker")).open();
  }

  @Test
  void item_classThatHasChanged_isRefusedWithItemAndReason() {
    try (CheckpointManager manager = open()) {
      manager.save(Progress.at(1), State.of("account", Codecs.json(Before.class), new Before(0.1)));
      Restored last = manager.restoreLatest().orElseThrow();
      assertThatThrownBy(() -> last.item("account", Codecs.json(Now.class)))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("The item 'account' of ")
          .hasMessageContaining("shares")
          .message()
          .doesNotContain("\n");
      assertThat(last.item("account", Codecs.json(Before.class))).isEqualTo(new Before(0.1));
    }
  }

  @Test
  void save_valueThatCannotBeWritten_isRefusedAndTheNextSaveWorks() {
    try (CheckpointManager manager = open()) {
      assertThatThrownBy(
              () ->
                  manager.save(
                      Progress.at(1),
                      State.of("account", Codecs.json(Before.class), new Before(Double.NaN))))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("NaN is not a number of JSON");
      assertThat(manager.list()).isEmpty();
      manager.save(Progress.at(2), State.of("account", Codecs.json(Before.class), new Before(1)));
      assertThat(manager.list()).hasSize(1);
    }
  }
}
