package dev.firebreak.connector.jira;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Observation.State;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Settings;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.sandbox.Sandbox;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The connector against a Jira with a memory. */
class JiraSandboxTest {
  private static final String PREFIX = "firebreak.connectors.jira.settings.";

  @Test
  void everythingDoneTwiceIsThereOnce() throws IOException, ActionFailure {
    try (Sandbox sandbox = Sandbox.start(0);
        VendorHttp http = VendorHttp.open(kind.endpoint(settings(sandbox)), List.of("127.0.0.1"))) {
      Connector jira = kind.open(settings(sandbox), http);
      Record issue = new NewIssue("Hot wallet drained", "line\n\nline", Optional.empty());

      Issue first = (Issue) run(jira, "create-issue", issue);
      Issue again = (Issue) run(jira, "create-issue", issue);
      Record comment = new NewComment(first.key(), "frozen");
      Record move = new Move(first.key(), "in progress");

      assertThat(again).isEqualTo(first);
      assertThat(probe(jira, "create-issue", issue)).isEqualTo(State.HOLDS);
      assertThat(probe(jira, "add-comment", comment)).isEqualTo(State.ABSENT);
      assertThat(run(jira, "add-comment", comment)).isEqualTo(run(jira, "add-comment", comment));
      assertThat(probe(jira, "add-comment", comment)).isEqualTo(State.HOLDS);
      assertThat(probe(jira, "transition-issue", move)).isEqualTo(State.ABSENT);
      assertThat(run(jira, "transition-issue", move)).isEqualTo(new Moved("In Progress"));
      assertThat(probe(jira, "transition-issue", move)).isEqualTo(State.HOLDS);
    }
  }

  @Test
  void theSandboxGrantsEveryAction() throws IOException, ActionFailure {
    try (Sandbox sandbox = Sandbox.start(0);
        VendorHttp http = VendorHttp.open(kind.endpoint(settings(sandbox)), List.of("127.0.0.1"))) {
      Readiness ready = kind.open(settings(sandbox), http).readiness();

      assertThat(ready.grants()).hasSize(3).allMatch(g -> g.state() == Readiness.State.GRANTED);
    }
  }

  private final JiraKind kind = new JiraKind();

  private JiraSettings settings(Sandbox sandbox) {
    Map<String, String> own = new LinkedHashMap<>();
    sandbox.properties().entrySet().stream()
        .filter(e -> e.getKey().startsWith(PREFIX))
        .forEach(e -> own.put(e.getKey().substring(PREFIX.length()), e.getValue()));
    return Settings.bind("connector 'jira'", kind.settings(), own);
  }

  private static State probe(Connector jira, String name, Record input) throws ActionFailure {
    Action<Record, Record> action = action(jira, name);
    return action.probe().orElseThrow().observe(call(action, input)).state();
  }

  private static Record run(Connector jira, String name, Record input) throws ActionFailure {
    Action<Record, Record> action = action(jira, name);
    return action.body().run(call(action, input));
  }

  private static Call<Record> call(Action<?, ?> action, Record input) {
    return new Call<>(
        input,
        "0123456789abcdef0123456789abcdef01234567",
        "incident-1",
        Instant.now().plus(action.deadline()));
  }

  @SuppressWarnings("unchecked")
  private static Action<Record, Record> action(Connector connector, String name) {
    return (Action<Record, Record>)
        connector.actions().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
  }
}
