package dev.firebreak.connector.openc2;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.IpRange;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Commands one consumer. */
final class OpenC2 implements Connector {
  /**
   * @param status 200 or 201 for done, 102 for under way
   * @param text the consumer's words
   * @param rule number of the rule that was made, where there is one
   */
  record Outcome(int status, String text, Optional<Long> rule) {}

  private static final List<String> NETS = List.of("ipv4_net", "ipv6_net");

  private final OpenC2Settings settings;
  private final Consumer consumer;
  private final ReadBack readBack;
  private final Limits limits;
  private final List<Pair> pairs = new ArrayList<>();
  private final List<Action<?, ?>> actions;

  OpenC2(OpenC2Settings settings, Consumer consumer, ReadBack readBack) {
    this.settings = settings;
    this.consumer = consumer;
    this.readBack = readBack;
    this.limits = Limits.of(settings);
    this.actions = List.copyOf(all());
  }

  private List<Action<?, ?>> all() {
    List<String> domain = List.of("domain_name");
    List<Action<?, ?>> all =
        new ArrayList<>(
            List.of(
                deny("ip", Subject.Ip.class, NETS, "Denies all traffic from and to one address."),
                allow("ip", Subject.Ip.class, NETS, "Allows all traffic from and to one address."),
                deny("net", Subject.Net.class, NETS, "Denies all traffic from and to a range."),
                allow("net", Subject.Net.class, NETS, "Allows all traffic from and to a range."),
                deny("domain", Subject.Domain.class, domain, "Denies a domain."),
                allow("domain", Subject.Domain.class, domain, "Allows a domain."),
                containDevice(),
                restoreDevice()));
    if (settings.ruleNumbersFrom().isPresent()) {
      all.add(deleteRule());
    }
    return all;
  }

  @Override
  public String name() {
    return "openc2";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return actions;
  }

  private <I extends Record & Subject> Action<I, Outcome> deny(
      String what, Class<I> input, List<String> targets, String description) {
    Action.Builder<I, Outcome> builder =
        command("deny-" + what, "deny", input, targets)
            .description(description)
            .effect(Effect.CONTAIN);
    return (settings.ruleNumbersFrom().isPresent()
            ? builder.undoneBy("delete-rule", this::ruleOf)
            : builder.undoneBy("allow-" + what, Call::input))
        .build();
  }

  private <I extends Record & Subject> Subject.Rule ruleOf(Call<I> denial) {
    long rule = Command.ruleNumber(denial.idempotencyKey(), settings).orElseThrow();
    return new Subject.Rule(rule, Optional.of(denial.input().target().toString()));
  }

  private <I extends Record & Subject> Action<I, Outcome> allow(
      String what, Class<I> input, List<String> targets, String description) {
    return command("allow-" + what, "allow", input, targets)
        .description(
            description
                + " It may let through more than before a denial; deleting the denial's rule does not.")
        .effect(Effect.RELEASE)
        .build();
  }

  private Action<Subject.Device, Outcome> containDevice() {
    return command("contain-device", "contain", Subject.Device.class, List.of("device"))
        .description("Isolates a device, in the way the consumer does that.")
        .effect(Effect.CONTAIN)
        .undoneBy("restore-device", Call::input)
        .build();
  }

  private Action<Subject.Device, Outcome> restoreDevice() {
    return command(
            "restore-device", settings.releaseDeviceBy(), Subject.Device.class, List.of("device"))
        .description("Ends the isolation of a device.")
        .effect(Effect.RELEASE)
        .build();
  }

  private Action<Subject.Rule, Outcome> deleteRule() {
    List<String> targets = List.of(settings.profile() + ":rule_number");
    return command("delete-rule", "delete", Subject.Rule.class, targets)
        .description(
            "Deletes one rule of the packet filter, and so leaves the others as they were.")
        .effect(Effect.RELEASE)
        .build();
  }

  private <I extends Record & Subject> Action.Builder<I, Outcome> command(
      String name, String action, Class<I> input, List<String> targets) {
    pairs.add(new Pair(name, action, targets));
    return Action.named(name, input, Outcome.class, call -> give(action, call))
        .on(Subject::target)
        .rehearsedBy(call -> rehearse(action, call))
        .probedBy(call -> readBack.observe(of(action, call)));
  }

  private <I extends Record & Subject> Command of(String action, Call<I> call) {
    return Command.of(call.idempotencyKey(), action, call.input(), settings);
  }

  private <I extends Record & Subject> Outcome give(String action, Call<I> call)
      throws ActionFailure {
    check(action, call.input());
    Command command = of(action, call);
    Reply reply = consumer.command(command);
    boolean already =
        command.deletes() ? reply.notFound() : command.rule().isPresent() && reply.ruleInUse();
    if (!reply.done() && !reply.underWay() && !already) {
      throw reply.failure(action + " " + call.input().target(), true);
    }
    readBack.answered(command, reply);
    return new Outcome(
        already ? 200 : reply.status(),
        reply.text(),
        reply.rule(settings.profile()).or(command::rule));
  }

  private void check(String action, Subject asked) throws ActionFailure {
    if (action.equals("deny")) {
      limits.checkDenial(asked);
    } else {
      limits.checkBreadth(asked);
    }
    if (asked instanceof Subject.Rule r && !Command.isOurs(r.rule(), settings)) {
      throw ActionFailure.refused(
          "rule "
              + r.rule()
              + " is not deleted: its number is none of Firebreak's, which begin at setting"
              + " 'rule-numbers-from'");
    }
  }

  private <I extends Record & Subject> Preview rehearse(String action, Call<I> call)
      throws ActionFailure {
    I asked = call.input();
    check(action, asked);
    String kind = asked.kind(settings);
    Features features = consumer.features();
    String known =
        features.can(action, kind)
            ? "which it says it can do"
            : features.told()
                ? "which it does not say it can do"
                : "and it does not say what it can do";
    String sentence =
        "would command " + consumer.where() + " to " + action + " " + asked.target() + ", " + known;
    long affected = asked instanceof Subject.Net n ? IpRange.of(n.net()).size() : 1;
    return new Preview(sentence, affected, List.of(asked.target()));
  }

  /** Asks for the consumer's features, the one query that each must answer. */
  @Override
  public Readiness readiness() throws ActionFailure {
    Features features = consumer.features();
    Readiness ready =
        Readiness.as(
            settings.username().orElse("bearer of a token")
                + " at "
                + consumer.where()
                + ", "
                + features.shown());
    for (Pair pair : pairs) {
      ready = pair.grant(ready, features, readBack.needs(settings.profile()));
    }
    return ready;
  }
}
