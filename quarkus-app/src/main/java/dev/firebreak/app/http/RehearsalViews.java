package dev.firebreak.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firebreak.connector.Preview;
import dev.firebreak.engine.Rehearsed;
import dev.firebreak.playbook.Problem;
import dev.firebreak.response.PlaybookRehearsals;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a rehearsal of a playbook shows. */
final class RehearsalViews {
  private static final int MOST_TARGETS = 20;

  private RehearsalViews() {}

  /**
   * A place that was reached.
   *
   * @param element id of the node in the diagram
   * @param target what the action works on
   * @param preview what it would do, in a sentence
   * @param affected how many things it would hit
   * @param targets the first {@value #MOST_TARGETS} of them
   * @param note why there is no target, ruling or preview
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record StepView(
      String element,
      String kind,
      Optional<String> topic,
      Map<String, Object> inputs,
      Optional<String> target,
      Optional<ActionResource.RulingView> policy,
      Optional<String> preview,
      Optional<Long> affected,
      Optional<List<String>> targets,
      Optional<String> note) {
    static StepView of(PlaybookRehearsals.Step s) {
      Rehearsed.Event e = s.event();
      return new StepView(
          e.element(),
          Views.lower(e.kind().name()),
          e.topic(),
          e.inputs(),
          s.target(),
          s.ruling().map(ActionResource.RulingView::of),
          s.preview().map(Preview::sentence),
          s.preview().map(Preview::affected),
          s.preview()
              .map(p -> p.targets().stream().limit(MOST_TARGETS).map(Object::toString).toList()),
          s.note());
    }
  }

  /**
   * The whole rehearsal.
   *
   * @param stopped why it did not come to its end
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record PlayedView(
      boolean ended,
      Optional<String> stopped,
      List<StepView> steps,
      List<PlaybookViews.ProblemView> findings) {
    static PlayedView of(PlaybookRehearsals.Played p, List<Problem> findings) {
      return new PlayedView(
          p.ended(),
          p.stopped(),
          p.steps().stream().map(StepView::of).toList(),
          findings.stream().map(PlaybookViews.ProblemView::of).toList());
    }
  }

  /**
   * The rehearsal of a version that can be run.
   *
   * @param version its number; to be named when it is run
   */
  public record RunView(int version, PlayedView rehearsal) {}
}
