package dev.firebreak.connector.dnsrpz;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.Action.Done;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.IpRange;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Readiness;
import java.time.Duration;
import java.util.List;

/** Makes and removes rules of one policy zone. */
final class DnsRpz implements Connector {
  /**
   * BIND takes changes of a policy zone into use once a minute, if not told otherwise: {@code
   * min-update-interval} in
   * https://bind9.readthedocs.io/en/stable/reference.html#response-policy-zone-rpz-rewriting; a
   * secondary transfers it first.
   */
  private static final Duration WITH_RESOLVER = Duration.ofMinutes(3);

  private static final Trigger PROBE_DOMAIN = new Trigger.Domain("firebreak-readiness.invalid");

  /** Of a documentation range (RFC 5737), which nobody blocks. */
  private static final Trigger PROBE_IP = new Trigger.Ip("192.0.2.255");

  /**
   * @param already whether the rule was there before
   */
  record Rule(String zone, boolean already) {}

  private final DnsRpzSettings settings;
  private final Limits limits;
  private final PolicyZone zone;
  private final Confirmation confirmation;
  private final List<Action<?, ?>> actions;

  DnsRpz(DnsRpzSettings settings, Limits limits, PolicyZone zone, Confirmation confirmation) {
    this.settings = settings;
    this.limits = limits;
    this.zone = zone;
    this.confirmation = confirmation;
    this.actions =
        List.of(
            block(
                "domain",
                Trigger.Domain.class,
                "Makes resolvers that use the zone answer a domain and everything below it as"
                    + " setting `rewrite` says; answers that clients have already stay with them."),
            unblock("domain", Trigger.Domain.class, "Removes the rule for a domain."),
            block(
                "ip",
                Trigger.Ip.class,
                "Makes resolvers that use the zone rewrite every answer that holds an address of the"
                    + " range; who connects to the address itself is not stopped."),
            unblock("ip", Trigger.Ip.class, "Removes the rule for an address or range."));
  }

  @Override
  public String name() {
    return "dns-rpz";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return actions;
  }

  private <I extends Record & Trigger> Action<I, Rule> block(
      String what, Class<I> input, String description) {
    return Action.named("block-" + what, input, Rule.class, this::add)
        .description(description)
        .effect(Effect.CONTAIN)
        .on(Trigger::target)
        .rehearsedBy(this::rehearse)
        .probedBy(call -> confirmation.blocked(call.input()))
        .undoneBy("unblock-" + what, Call::input)
        .deadline(settings.resolver().isPresent() ? WITH_RESOLVER : Action.DEFAULT_DEADLINE)
        .build();
  }

  private <I extends Record & Trigger> Action<I, Done> unblock(
      String what, Class<I> input, String description) {
    return Action.named("unblock-" + what, input, Done.class, this::remove)
        .description(description + " Rules that Firebreak did not make stay.")
        .effect(Effect.RELEASE)
        .on(Trigger::target)
        .probedBy(call -> confirmation.notBlocked(call.input()))
        .build();
  }

  private <I extends Record & Trigger> Rule add(Call<I> call) throws ActionFailure {
    limits.check(call.input());
    PolicyZone.Change change = zone.block(call.input().owners(zone.zone()));
    return new Rule(zone.zone().toString(true), change == PolicyZone.Change.ALREADY);
  }

  private <I extends Record & Trigger> Done remove(Call<I> call) throws ActionFailure {
    zone.unblock(call.input().owners(zone.zone()));
    return new Done();
  }

  private <I extends Record & Trigger> Preview rehearse(Call<I> call) throws ActionFailure {
    I asked = call.input();
    limits.check(asked);
    Observation now = confirmation.blocked(asked);
    if (now.state() != Observation.State.ABSENT) {
      return Preview.nothing(asked.target() + " is blocked already: " + now.detail());
    }
    long affected = asked instanceof Trigger.Ip i ? IpRange.of(i.ip()).size() : 1;
    String hit =
        asked instanceof Trigger.Ip ? affected + " addresses" : "it and everything below it";
    String sentence =
        "would answer "
            + asked.target()
            + " ("
            + hit
            + ") with "
            + zone.rewrite().sentence()
            + "; now "
            + now.detail();
    return new Preview(sentence, affected, List.of(asked.target()));
  }

  /**
   * Asks for the zone's SOA record, and for changes that by their own conditions are none, which a
   * server refuses as it would refuse real ones.
   */
  @Override
  public Readiness readiness() throws ActionFailure {
    zone.requireServed();
    Readiness ready =
        Readiness.as(
            "key "
                + settings.keyName()
                + " for zone "
                + zone.zone()
                + " at "
                + zone.primary().where());
    return withGrants(withGrants(ready, "domain", PROBE_DOMAIN), "ip", PROBE_IP);
  }

  private Readiness withGrants(Readiness ready, String what, Trigger probe) throws ActionFailure {
    String block = "block-" + what;
    String unblock = "unblock-" + what;
    if (zone.mayChange(probe.owners(zone.zone()))) {
      String told = "a change without effect was accepted at the names of " + probe.target();
      return ready.granted(block, told).granted(unblock, told);
    }
    String missing =
        "changes are refused: allow the key in the zone's allow-update or update-policy (with"
            + " zonesub ANY)";
    return ready.missing(block, missing).missing(unblock, missing);
  }
}
