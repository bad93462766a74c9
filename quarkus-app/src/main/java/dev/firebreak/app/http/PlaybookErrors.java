package dev.firebreak.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firebreak.playbook.NotDone;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What is not done with a playbook, as RFC 9457 has it. */
public class PlaybookErrors {
  /**
   * @param findings what is wrong with the file
   * @param current the draft as it was saved in between
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record PlaybookProblem(
      String type,
      String title,
      int status,
      String detail,
      List<PlaybookViews.ProblemView> findings,
      Optional<Current> current) {}

  /** Another save of a draft. */
  record Current(String etag, Instant savedAt, String savedBy, String tab) {}

  @ServerExceptionMapper
  Response notDone(NotDone e) {
    return switch (e.kind()) {
      case MALFORMED -> answer(400, "Bad request", e);
      case FORBIDDEN -> answer(403, "Not yours to do", e);
      case UNKNOWN -> answer(404, "Not found", e);
      case CONFLICT -> answer(409, "Cannot be done", e);
      case CASES -> answer(409, "Cases fail", e);
      case STALE -> answer(412, "Saved in between", e);
      case PROBLEMS -> answer(422, "The file has problems", e);
    };
  }

  private static Response answer(int status, String title, NotDone e) {
    String text = e.getMessage();
    String sentence = Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    return Response.status(status)
        .type(MediaType.valueOf(Problem.JSON))
        .entity(
            new PlaybookProblem(
                "about:blank",
                title,
                status,
                sentence,
                e.problems().stream().map(PlaybookViews.ProblemView::of).toList(),
                e.newer()
                    .map(
                        d ->
                            new Current(
                                Long.toString(d.revision()), d.savedAt(), d.author(), d.tab()))))
        .build();
  }
}
