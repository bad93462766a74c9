package dev.firebreak.connector.slack;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One app in one workspace. It tells and asks; decisions are made in Firebreak, never in Slack. */
final class Slack implements Connector {
  private final SlackSettings settings;
  private final SlackApi api;
  private final Posts posts;
  private final List<Action<?, ?>> actions;

  Slack(SlackSettings settings, SlackApi api) {
    this.settings = settings;
    this.api = api;
    this.posts = new Posts(api, settings.readBack());
    this.actions = List.of(sendMessage(), askApproval(), updateMessage());
  }

  @Override
  public String name() {
    return "slack";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return actions;
  }

  @Override
  public Readiness readiness() throws ActionFailure {
    return new SlackReadiness(api, settings.readBack()).ask();
  }

  private Action<NewMessage, Posted> sendMessage() {
    Action.Builder<NewMessage, Posted> action =
        Action.named("send-message", NewMessage.class, Posted.class, this::send)
            .description("Posts a message to a channel, shown as it is.")
            .effect(Effect.NOTIFY)
            .on(m -> channel(m.channel()))
            .deadline(Posts.DEADLINE);
    return settings.readBack()
        ? action.probedBy(c -> posts.observe(c, c.input().channel(), c.input().thread())).build()
        : action.notRepeatable().build();
  }

  private Action<Question, Posted> askApproval() {
    Action.Builder<Question, Posted> action =
        Action.named("ask-approval", Question.class, Posted.class, this::ask)
            .description(
                "Posts what is to be decided and a button that opens it in Firebreak; nobody can"
                    + " decide in Slack.")
            .effect(Effect.NOTIFY)
            .on(q -> channel(q.channel()))
            .deadline(Posts.DEADLINE);
    return settings.readBack()
        ? action.probedBy(c -> posts.observe(c, c.input().channel(), c.input().thread())).build()
        : action.notRepeatable().build();
  }

  private Action<Edit, Posted> updateMessage() {
    return Action.named("update-message", Edit.class, Posted.class, this::edit)
        .description("Replaces what a message of this app says, its button included.")
        .effect(Effect.NOTIFY)
        .on(e -> channel(e.channel()))
        .deadline(Posts.DEADLINE)
        .build();
  }

  private static Target channel(String id) {
    return new Target(TargetType.TICKET, id);
  }

  private Posted send(Call<NewMessage> call) throws ActionFailure {
    NewMessage m = allowed(call, NewMessage::channel);
    return posts.post(call, m.channel(), m.thread(), m.text(), Blocks.of(m.text()));
  }

  private Posted ask(Call<Question> call) throws ActionFailure {
    Question q = allowed(call, Question::channel);
    String link =
        Link.within(settings.firebreakUrl(), q.link())
            .orElseThrow(
                () ->
                    ActionFailure.badInput(
                        "ask-approval: input 'link' must lead to "
                            + settings.firebreakUrl()
                            + " (setting 'firebreak-url'), and '"
                            + PlainText.line(q.link(), 100)
                            + "' does not"));
    return posts.post(call, q.channel(), q.thread(), Blocks.spoken(q, link), Blocks.of(q, link));
  }

  private Posted edit(Call<Edit> call) throws ActionFailure {
    Edit e = allowed(call, Edit::channel);
    Map<String, Object> message = Posts.plain(e.channel(), e.text(), Blocks.of(e.text()));
    message.put("ts", e.ts());
    return api.write("chat.update", message);
  }

  private <I extends Record> I allowed(Call<I> call, Function<I, String> channel)
      throws ActionFailure {
    String id = channel.apply(call.input());
    if (!settings.channels().isEmpty() && !settings.channels().contains(id)) {
      throw ActionFailure.badInput(
          "channel " + id + " is not among setting 'channels'; name it there, or another one here");
    }
    return call.input();
  }
}
