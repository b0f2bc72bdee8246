package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.Codecs;
import dev.cairn.store.memory.MemoryStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the guide, compiled and run as they are printed there, in their order. */
final class GuideTest {
  @TempDir Path folder;

  @Test
  void guide_everyExample_doesWhatThePageSays() throws Exception {
    List<Example> examples =
        Example.ofPage(Path.of("..", "docs", "guide.md"), "Guide").stream()
            .map(example -> example.with("s3://desk/checkpoints", "memory:guide"))
            .toList();
    assertThat(examples).hasSize(10);

    run(examples.get(0), "the first save");
    assertThat(latest("training/ranker").progress().step()).isEqualTo(30);
    run(examples.get(0).with("step < 30", "step < 35"), "the first save");
    assertThat(latest("training/ranker").item("weights", Codecs.doubles())[0]).isEqualTo(35);

    assertThat(run(examples.get(1), "states")).containsExactly("64 first try");

    assertThat(run(examples.get(2), "policies").get(0))
        .startsWith("step 249 of 250")
        .endsWith("of 5");
    assertThat(run(examples.get(3), "restoring").get(0)).endsWith("5 kept");
    assertThat(run(examples.get(4), "a run")).containsExactly("COMPLETED at step 350");
    assertThatThrownBy(() -> run(examples.get(4), "a run"))
        .isInstanceOf(AlreadyCompletedException.class);
    assertThat(run(examples.get(5), "saves behind")).containsExactly("0.0");

    assertThat(run(examples.get(6), "trials")).hasSize(1);
    assertThat(latest("training/study").progress().status()).isEqualTo(Status.COMPLETED);
    assertThat(run(examples.get(7), "episodes").get(0)).startsWith("400 episodes");

    download(examples.get(8));
    trade(examples.get(9));
  }

  private void download(Example example) throws Exception {
    ExampleWorld.failAfter(13);
    assertThatThrownBy(() -> run(example, "a download")).hasMessage("the world broke down");
    ExampleWorld.failAfter(Long.MAX_VALUE);
    run(example, "a download");
    // Pages 10 to 12 were fetched after the last save, and are fetched again; no other one is.
    List<Integer> expected = new ArrayList<>();
    for (int page = 0; page < 13; page++) {
      expected.add(page);
    }
    for (int page = 10; page < 23; page++) {
      expected.add(page);
    }
    assertThat(ExampleWorld.fetched()).isEqualTo(expected);
    Restored last = latest("download/bars");
    assertThat(last.checkpoint().items()).hasSize(23);
    ExampleWorld.fetched().clear();
    assertThat(last.item("page-00022", Codecs.bytes())).isEqualTo(ExampleWorld.fetch(22));
    assertThat(
            new Stored(MemoryStore.named("guide"), ProcessId.parse("download/bars")).keys("data"))
        .as("every page is stored once")
        .hasSize(23);
  }

  private void trade(Example example) throws Exception {
    List<String> unbroken =
        run(example.with("trading(\"paper\")", "trading(\"unbroken\")"), "a trading loop");
    int orders = ExampleWorld.newBroker();
    List<String> last = List.of();
    for (int crash = 0; last.isEmpty(); crash++) {
      ExampleWorld.failAfter(1 + 7 * crash % 23);
      try {
        last = run(example, "a trading loop");
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("the world broke down");
      }
    }
    ExampleWorld.failAfter(Long.MAX_VALUE);
    assertThat(last).isEqualTo(unbroken);
    assertThat(ExampleWorld.sent().size()).as("some were sent again").isGreaterThan(orders);
    assertThat(ExampleWorld.newBroker()).isEqualTo(orders);
  }

  private List<String> run(Example example, String section) throws Exception {
    ExampleWorld.printed().clear();
    try {
      example.run(folder);
    } catch (AssertionError e) {
      throw new AssertionError(section, e);
    }
    return List.copyOf(ExampleWorld.printed());
  }

  private static Restored latest(String process) {
    try (CheckpointReader reader =
        CheckpointReader.open("memory:guide", ProcessId.parse(process))) {
      return reader.restoreLatest().orElseThrow();
    }
  }
}
