package dev.firebreak.connector.edl;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.Action.Done;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.IpRange;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Publication;
import dev.firebreak.connector.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Puts values on the lists and takes them off. */
final class Edl implements Connector {
  private static final Duration LONGEST = Duration.ofMinutes(30);

  /**
   * @param list name of the list
   * @param value as it stands there
   * @param already whether it stood there before
   */
  record OnList(String list, String value, boolean already) {}

  private final EdlSettings settings;
  private final Limits limits;
  private final Lists lists;
  private final Confirmation confirmation;
  private final Publication served;
  private final List<Action<?, ?>> actions;

  Edl(EdlSettings settings, Lists lists) {
    this.settings = settings;
    this.limits = Limits.of(settings);
    this.lists = lists;
    this.confirmation = new Confirmation(lists, settings.confirmedWhenFetched());
    this.served = new Served(lists, Subscribers.of(settings));
    this.actions =
        List.of(
            block("ip", Listed.Ip.class, "an address or range"),
            unblock("ip", Listed.Ip.class, "an address or range"),
            block("domain", Listed.Domain.class, "a domain"),
            unblock("domain", Listed.Domain.class, "a domain"),
            block("url", Listed.Url.class, "a URL"),
            unblock("url", Listed.Url.class, "a URL"));
  }

  @Override
  public String name() {
    return "edl";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return actions;
  }

  @Override
  public Optional<Publication> publication() {
    return Optional.of(served);
  }

  private <I extends Record & Listed> Action<I, OnList> block(
      String list, Class<I> input, String what) {
    return Action.named("block-" + list, input, OnList.class, this::add)
        .description(
            "Puts "
                + what
                + " on the list `"
                + list
                + "`; a subscribed firewall blocks it once it has fetched the list again.")
        .effect(Effect.CONTAIN)
        .on(Listed::target)
        .rehearsedBy(this::rehearse)
        .probedBy(confirmation::listed)
        .undoneBy("unblock-" + list, Call::input)
        .deadline(deadline())
        .build();
  }

  private <I extends Record & Listed> Action<I, Done> unblock(
      String list, Class<I> input, String what) {
    return Action.named("unblock-" + list, input, Done.class, this::remove)
        .description(
            "Takes "
                + what
                + " off the list `"
                + list
                + "`; a subscribed firewall lets it through once it has fetched the list again.")
        .effect(Effect.RELEASE)
        .on(Listed::target)
        .probedBy(confirmation::notListed)
        .deadline(deadline())
        .build();
  }

  /** Time for two fetches, should one fail. */
  private Duration deadline() {
    if (!settings.confirmedWhenFetched()) {
      return Action.DEFAULT_DEADLINE;
    }
    Duration two = settings.pullInterval().multipliedBy(2).plusMinutes(1);
    return two.compareTo(LONGEST) > 0 ? LONGEST : two;
  }

  private <I extends Record & Listed> OnList add(Call<I> call) throws ActionFailure {
    Listed asked = call.input();
    String list = asked.feed().key();
    limits.check(asked);
    if (lists.find(asked.feed(), asked.value()).isPresent()) {
      return new OnList(list, asked.value(), true);
    }
    if (lists.edition(asked.feed()).size() >= settings.most()) {
      throw ActionFailure.refused(
          "list '"
              + list
              + "' is full with "
              + settings.most()
              + " entries, and firewalls skip what is beyond their limit; unblock old ones or raise"
              + " setting 'most'");
    }
    lists.add(asked.feed(), asked.value(), "incident " + call.incidentId());
    return new OnList(list, asked.value(), false);
  }

  private <I extends Record & Listed> Preview rehearse(Call<I> call) throws ActionFailure {
    Listed asked = call.input();
    limits.check(asked);
    if (lists.find(asked.feed(), asked.value()).isPresent()) {
      return Preview.nothing(asked.value() + " is on the list already");
    }
    long affected = asked.feed() == Feed.IP ? IpRange.of(asked.value()).size() : 1;
    String sentence = "would put " + asked.value() + " on the list '" + asked.feed().key() + "'";
    return new Preview(
        affected == 1 ? sentence : sentence + ": " + affected + " addresses",
        affected,
        List.of(asked.target()));
  }

  private <I extends Record & Listed> Done remove(Call<I> call) {
    lists.remove(call.input().feed(), call.input().value());
    return new Done();
  }

  /** Asks nobody, as the lists are ours. What can be missing is a firewall that fetches them. */
  @Override
  public Readiness readiness() {
    Readiness ready = Readiness.as("lists that firewalls fetch as user " + settings.username());
    for (Feed feed : Feed.values()) {
      for (String action : List.of("block-" + feed.key(), "unblock-" + feed.key())) {
        ready = withGrant(ready, action, feed);
      }
    }
    return ready;
  }

  private Readiness withGrant(Readiness ready, String action, Feed feed) {
    Optional<Instant> fetch = lists.lastFetch(feed);
    return fetch.isPresent()
        ? ready.granted(
            action,
            lists.edition(feed).size()
                + " entries; the edition that was fetched last was fetched for the first time at "
                + fetch.get())
        : ready.untold(
            action,
            "no firewall has ever fetched the list '"
                + feed.key()
                + "': subscribe one to it, or leave this action out of playbooks");
  }
}
