package dev.firebreak.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
  private final Batch batch = new Batch(new Batch.Names("PagesLeftOut", "pages", "left_out_pages"));

  private static Alert alert(String uid) {
    return Alert.builder(uid, "Rule").title("t").severity(Severity.HIGH).build();
  }

  private static UnusableAlert unusable(String pointer) {
    return new UnusableAlert(pointer, "is blank");
  }

  @Test
  void allThatCanBeReadComesInItsOrderAndNothingElse() throws UnusableAlert {
    batch.add(() -> alert("a"));
    batch.add(() -> alert("b"));

    assertThat(batch.alerts("holds no page")).extracting(Alert::uid).containsExactly("a", "b");
  }

  @Test
  void oneMoreAlertTellsWhatWasLeftOut() throws UnusableAlert {
    batch.add(() -> alert("a"));
    batch.add(
        () -> {
          throw unusable("/1");
        });
    batch.reject(unusable("/2"));

    List<Alert> all = batch.alerts("holds no page");

    assertThat(all).hasSize(2);
    Alert leftOut = all.get(1);
    assertThat(leftOut.rule()).isEqualTo("PagesLeftOut");
    assertThat(leftOut.title()).isEqualTo("2 of 3 pages of a message were left out");
    assertThat(leftOut.description().orElseThrow()).contains("/1: is blank\n/2: is blank");
    assertThat(leftOut.severity()).isEqualTo(Severity.LOW);
    assertThat(leftOut.targets()).isEmpty();
    assertThat(leftOut.attributes())
        .containsEntry("left_out_pages", "2")
        .containsEntry("operational", "true");
  }

  @Test
  void theSameMessageReadAgainTellsItByTheSameUid() throws UnusableAlert {
    Batch again = new Batch(new Batch.Names("PagesLeftOut", "pages", "left_out_pages"));
    for (Batch b : List.of(batch, again)) {
      b.add(() -> alert("a"));
      b.reject(unusable("/1"));
    }

    assertThat(again.alerts("holds no page").get(1).uid())
        .isEqualTo(batch.alerts("holds no page").get(1).uid());
  }

  @Test
  void noMoreThanTwentyReasonsAreTold() throws UnusableAlert {
    batch.add(() -> alert("a"));
    for (int i = 0; i < 30; i++) {
      batch.reject(unusable("/" + i));
    }

    Alert leftOut = batch.alerts("holds no page").get(1);

    assertThat(leftOut.description().orElseThrow().lines()).hasSize(20);
    assertThat(leftOut.attributes()).containsEntry("left_out_pages", "30");
  }

  @Test
  void whereNothingCanBeReadTheFirstReasonIsTheMessages() {
    batch.reject(unusable("/0"));
    batch.reject(unusable("/1"));

    assertThatThrownBy(() -> batch.alerts("holds no page"))
        .isInstanceOfSatisfying(UnusableAlert.class, e -> assertThat(e.pointer()).isEqualTo("/0"));
  }

  @Test
  void aMessageWithoutPartsIsUnusable() {
    assertThatThrownBy(() -> batch.alerts("holds no page"))
        .isInstanceOf(UnusableAlert.class)
        .hasMessageContaining("holds no page");
  }
}
