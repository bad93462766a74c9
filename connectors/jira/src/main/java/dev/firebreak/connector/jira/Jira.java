package dev.firebreak.connector.jira;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One Jira site. Jira takes no idempotency key, so each action looks first whether it was done
 * already: an issue carries a label of the key, a comment ends with it, a move compares the status.
 */
final class Jira implements Connector {
  private static final int LONGEST_SUMMARY = 255;
  private static final int LONGEST_LABEL = 255;
  private static final Duration CREATE_DEADLINE = Duration.ofMinutes(3);

  /** Before the deadline: from here on an issue the search does not know counts as not created. */
  private static final Duration LAST_CHANCE = Duration.ofMinutes(1);

  private final JiraSettings settings;
  private final JiraApi api;
  private final Clock clock;
  private final List<Action<?, ?>> actions;

  Jira(JiraSettings settings, JiraApi api, Clock clock) {
    this.settings = settings;
    this.api = api;
    this.clock = clock;
    this.actions = List.of(createIssue(), addComment(), transitionIssue());
  }

  @Override
  public String name() {
    return "jira";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return actions;
  }

  @Override
  public Readiness readiness() throws ActionFailure {
    return new JiraReadiness(api, settings).ask();
  }

  private Action<NewIssue, Issue> createIssue() {
    return Action.named("create-issue", NewIssue.class, Issue.class, this::create)
        .description("Creates an issue in the connector's project, once for each step of a run.")
        .effect(Effect.NOTIFY)
        .on(input -> new Target(TargetType.TICKET, settings.project()))
        .probedBy(this::observeIssue)
        .deadline(CREATE_DEADLINE)
        .build();
  }

  private Action<NewComment, Comment> addComment() {
    return Action.named("add-comment", NewComment.class, Comment.class, this::comment)
        .description("Adds a comment to an issue, once for each step of a run.")
        .effect(Effect.NOTIFY)
        .on(input -> new Target(TargetType.TICKET, input.issue()))
        .probedBy(this::observeComment)
        .build();
  }

  private Action<Move, Moved> transitionIssue() {
    return Action.named("transition-issue", Move.class, Moved.class, this::move)
        .description(
            "Moves an issue along its workflow; fills no fields of the transition's screen.")
        .effect(Effect.NOTIFY)
        .on(input -> new Target(TargetType.TICKET, input.issue()))
        .probedBy(this::observeStatus)
        .build();
  }

  /** The label and the comment's last line; of the 40 hex characters the first 20. */
  private static String marker(Call<?> call) {
    return "firebreak-" + PlainText.cut(call.idempotencyKey(), 20);
  }

  private Issue create(Call<NewIssue> call) throws ActionFailure {
    Optional<String> done = api.issueLabelled(marker(call));
    String key = done.isPresent() ? done.get() : createNow(call);
    return new Issue(key, settings.browse(key));
  }

  private String createNow(Call<NewIssue> call) throws ActionFailure {
    NewIssue issue = call.input();
    Stream<String> own =
        issue.labels().orElse(List.of()).stream()
            .map(
                label -> PlainText.cut(PlainText.line(label, 300).replace(' ', '-'), LONGEST_LABEL))
            .filter(label -> !label.isEmpty());
    return api.create(
        PlainText.line(issue.summary(), LONGEST_SUMMARY),
        Adf.of(issue.description()),
        Stream.concat(Stream.of(marker(call)), own).distinct().toList());
  }

  /**
   * HOLDS: the search knows the issue. PENDING: not yet, but the search lags behind by seconds to
   * minutes, so a lost answer is not repeated. ABSENT: not even {@link #LAST_CHANCE} before the
   * deadline; creating it again then is better than no ticket.
   */
  private Observation observeIssue(Call<NewIssue> call) throws ActionFailure {
    Optional<String> key = api.issueLabelled(marker(call));
    if (key.isPresent()) {
      return Observation.holds(key.get());
    }
    return clock.instant().isBefore(call.deadline().minus(LAST_CHANCE))
        ? Observation.pending("the search does not know the issue yet")
        : Observation.absent("the search knows no issue labelled " + marker(call));
  }

  private Comment comment(Call<NewComment> call) throws ActionFailure {
    NewComment comment = call.input();
    Optional<String> done = api.commentWith(comment.issue(), marker(call));
    return new Comment(
        done.isPresent()
            ? done.get()
            : api.comment(comment.issue(), Adf.of(comment.text(), marker(call))));
  }

  private Observation observeComment(Call<NewComment> call) throws ActionFailure {
    return api.commentWith(call.input().issue(), marker(call))
        .map(id -> Observation.holds("comment " + id))
        .orElseGet(() -> Observation.absent("no comment ends with " + marker(call)));
  }

  private Moved move(Call<Move> call) throws ActionFailure {
    Move move = call.input();
    List<Transition> offered = api.transitions(move.issue());
    Optional<Transition> step = Transition.find(offered, move.transition());
    String status = api.status(move.issue());
    if (status.equalsIgnoreCase(step.map(Transition::to).orElse(move.transition()))) {
      return new Moved(status);
    }
    if (step.isEmpty()) {
      throw ActionFailure.refused(
          "issue "
              + move.issue()
              + " is '"
              + status
              + "' and has no transition '"
              + move.transition()
              + "' from there; available: "
              + Transition.show(offered));
    }
    api.transition(move.issue(), step.get());
    return new Moved(step.get().to());
  }

  /**
   * HOLDS: the status is the one named, or the one the transition leads to. ABSENT: the transition
   * is still on offer. PENDING: it is neither; by a transition's id or own name alone it cannot be
   * told whether it was taken, which is why a status is the better name.
   */
  private Observation observeStatus(Call<Move> call) throws ActionFailure {
    Move move = call.input();
    Optional<Transition> step = Transition.find(api.transitions(move.issue()), move.transition());
    String status = api.status(move.issue());
    String detail = "status=" + status;
    if (status.equalsIgnoreCase(step.map(Transition::to).orElse(move.transition()))) {
      return Observation.holds(detail);
    }
    return step.isPresent() ? Observation.absent(detail) : Observation.pending(detail);
  }
}
