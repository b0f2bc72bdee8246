package dev.cairn.linear;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.linear.Operation.Answer;
import dev.cairn.linear.Operation.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Histories that are right, and some that are not, for the search that is to tell them apart. */
final class LinearizationTest {
  private static final Answer NONE = new Answer.Nothing();

  private final List<Operation> history = new ArrayList<>();

  @Test
  void oneClient_isInItsOwnOrder() {
    did("a", 0, 1, new Request.Latest(), NONE);
    did("a", 2, 3, new Request.Open(), new Answer.Version(1));
    did("a", 4, 5, new Request.Save(7), new Answer.Version(2));
    did("a", 6, 7, new Request.Latest(), new Answer.Newest(2, 7));
    did("a", 8, 9, new Request.Tag("t", 2), new Answer.Done());
    did("a", 10, 11, new Request.Tagged("t"), new Answer.Version(2));
    requireRight();
  }

  @Test
  void sideBySide_eitherOrderWillDo() {
    did("a", 0, 10, new Request.Open(), new Answer.Version(2));
    did("b", 0, 10, new Request.Open(), new Answer.Version(1));
    did("b", 11, 12, new Request.Save(1), new Answer.Fenced());
    did("a", 11, 12, new Request.Save(2), new Answer.Version(3));
    did("c", 11, 12, new Request.Latest(), NONE);
    requireRight();
  }

  @Test
  void withoutAnAnswer_itMayHaveBeenDoneLateOrNever() {
    did("a", 0, 1, new Request.Open(), new Answer.Version(1));
    unanswered("a", 2, new Request.Save(7));
    did("b", 10, 11, new Request.Latest(), NONE);
    requireRight();
    did("b", 20, 21, new Request.Latest(), new Answer.Newest(2, 7));
    requireRight();
    did("b", 30, 31, new Request.Latest(), NONE);
    requireWrong();
  }

  @Test
  void acknowledgedSave_thatNobodySees_isWrong() {
    did("a", 0, 1, new Request.Open(), new Answer.Version(1));
    did("a", 2, 3, new Request.Save(7), new Answer.Version(2));
    did("b", 4, 5, new Request.Latest(), NONE);
    requireWrong();
  }

  @Test
  void readThatIsOlderThanAnEarlierRead_isWrong() {
    did("a", 0, 1, new Request.Open(), new Answer.Version(1));
    did("a", 2, 3, new Request.Save(7), new Answer.Version(2));
    did("a", 4, 20, new Request.Save(8), new Answer.Version(3));
    did("b", 5, 6, new Request.Latest(), new Answer.Newest(3, 8));
    requireRight();
    did("c", 7, 8, new Request.Latest(), new Answer.Newest(2, 7));
    requireWrong();
  }

  @Test
  void saveOfOneWhoWasReplaced_isWrong() {
    did("a", 0, 1, new Request.Open(), new Answer.Version(1));
    did("b", 2, 3, new Request.Open(), new Answer.Version(2));
    did("a", 4, 5, new Request.Save(7), new Answer.Version(3));
    requireWrong();
  }

  @Test
  void openingThatClaimedInVainBefore_fencesTwice() {
    did("a", 0, 1, new Request.Open(), new Answer.Version(1));
    did("b", 2, 9, new Request.Open(), new Answer.Version(5));
    did("a", 3, 4, new Request.Save(7), new Answer.Fenced());
    did("a", 5, 6, new Request.Open(), new Answer.Version(3));
    did("a", 6, 7, new Request.Save(8), new Answer.Version(4));
    did("b", 10, 11, new Request.Latest(), new Answer.Newest(4, 8));
    requireRight();
  }

  @Test
  void versionThatNobodyCanHaveTaken_isWrong() {
    did("a", 0, 1, new Request.Open(), new Answer.Version(1));
    did("a", 2, 3, new Request.Save(7), new Answer.Version(3));
    did("b", 4, 5, new Request.Open(), new Answer.Version(4));
    requireWrong();
  }

  @Test
  void fencedByNobody_isWrong() {
    did("a", 0, 1, new Request.Open(), new Answer.Version(1));
    did("a", 2, 3, new Request.Save(7), new Answer.Fenced());
    requireWrong();
  }

  @Test
  void twoSavesInOnePlace_areWrong() {
    did("a", 0, 1, new Request.Open(), new Answer.Version(1));
    did("a", 2, 9, new Request.Save(7), new Answer.Version(2));
    did("a", 2, 9, new Request.Save(8), new Answer.Version(2));
    requireWrong();
  }

  @Test
  void lostEdit_isWrong() {
    did("a", 0, 1, new Request.Open(), new Answer.Version(1));
    did("a", 2, 3, new Request.Save(7), new Answer.Version(2));
    did("b", 4, 9, new Request.Tag("t", 2), new Answer.Done());
    did("a", 4, 9, new Request.Save(8), new Answer.Version(3));
    did("c", 10, 11, new Request.Tagged("t"), NONE);
    requireWrong();
  }

  private void did(String client, long from, long to, Request what, Answer answer) {
    history.add(new Operation(client, what, from, OptionalLong.of(to), answer));
  }

  private void unanswered(String client, long from, Request what) {
    history.add(new Operation(client, what, from, OptionalLong.empty(), new Answer.Done()));
  }

  private void requireRight() {
    assertThatCode(() -> Linearization.require(history)).doesNotThrowAnyException();
  }

  private void requireWrong() {
    assertThatThrownBy(() -> Linearization.require(history))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no order");
  }
}
