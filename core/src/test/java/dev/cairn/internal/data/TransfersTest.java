package dev.cairn.internal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TransfersTest {
  /** Cannot start a thread at first, as where a container has used up its processes. */
  private static final class Exhausted extends AbstractExecutorService {
    private int refused;

    @Override
    public void execute(Runnable work) {
      if (refused++ < 2) {
        throw new OutOfMemoryError("unable to create native thread");
      }
      work.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }

  @Test
  void start_noThreadCanBeStarted_placeIsGivenBack() {
    try (Transfers transfers = new Transfers(1, new Exhausted())) {
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(() -> transfers.start(() -> 1)).isInstanceOf(OutOfMemoryError.class);
      }
      assertThat(Transfers.result(transfers.start(() -> 1))).isEqualTo(1);
    }
  }
}
