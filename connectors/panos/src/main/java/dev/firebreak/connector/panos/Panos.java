package dev.firebreak.connector.panos;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.Action.Done;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.IpRange;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.http.VendorHttp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tags addresses, so that dynamic address groups hold them, without a commit. */
final class Panos implements Connector {
  private static final String IP = "One IPv4 or IPv6 address, also of an inner network.";
  private static final String TAG = "Tag; one of setting `tags`.";

  /** As long as PAN-OS keeps a tag with a timeout: 2,592,000 s; see {@link PanosApi#register}. */
  private static final int MOST_MINUTES = 43_200;

  record TagIp(
      @Describe(IP) String ip,
      @Describe(TAG) String tag,
      @Describe("Minutes after which the firewall removes the tag by itself, up to 43200.")
          Optional<Integer> minutes) {
    TagIp {
      ip = address(ip);
      if (minutes.filter(m -> m < 1 || m > MOST_MINUTES).isPresent()) {
        throw new IllegalArgumentException(
            "input 'minutes' must be 1 to " + MOST_MINUTES + ", got " + minutes.get());
      }
    }
  }

  record UntagIp(@Describe(IP) String ip, @Describe(TAG) String tag) {
    UntagIp {
      ip = address(ip);
    }
  }

  record RefreshEdl(
      @Describe("Name of the external dynamic list on the firewall.") String name,
      @Describe("What it holds: `ip`, `domain` or `url`.") String kind) {
    RefreshEdl {
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}")) {
        throw new IllegalArgumentException(
            "input 'name' must be the name of a list, of letters, digits, space, '.', '_' and '-'");
      }
      if (!Set.of("ip", "domain", "url").contains(kind)) {
        throw new IllegalArgumentException("input 'kind' must be ip, domain or url");
      }
    }
  }

  /**
   * @param already whether it was tagged before
   */
  record Tagged(boolean already) {}

  /**
   * @param said the firewall's words
   */
  record Refreshed(String said) {}

  private final PanosSettings settings;
  private final List<IpRange> never;
  private final PanosApi api;
  private final List<Action<?, ?>> actions;

  Panos(PanosSettings settings, PanosApi api) {
    this.settings = settings;
    this.never = settings.never().stream().map(IpRange::of).toList();
    this.api = api;
    this.actions = List.of(tagIp(), untagIp(), refreshEdl());
  }

  @Override
  public String name() {
    return "panos";
  }

  @Override
  public List<Action<?, ?>> actions() {
    return actions;
  }

  private Action<TagIp, Tagged> tagIp() {
    return Action.named("tag-ip", TagIp.class, Tagged.class, this::tag)
        .description(
            "Registers a tag with an address, which so joins the dynamic address groups that match"
                + " the tag; what becomes of its traffic is in the rules that use them.")
        .effect(Effect.CONTAIN)
        .on(i -> new Target(TargetType.IP, i.ip()))
        .probedBy(this::observeTagged)
        .undoneBy("untag-ip", c -> new UntagIp(c.input().ip(), c.input().tag()))
        .build();
  }

  private Action<UntagIp, Done> untagIp() {
    return Action.named("untag-ip", UntagIp.class, Done.class, this::untag)
        .description("Takes one tag from an address; its other tags stay.")
        .effect(Effect.RELEASE)
        .on(i -> new Target(TargetType.IP, i.ip()))
        .probedBy(this::observeUntagged)
        .build();
  }

  private Action<RefreshEdl, Refreshed> refreshEdl() {
    return Action.named("refresh-edl", RefreshEdl.class, Refreshed.class, this::refresh)
        .description(
            "Tells the firewall to fetch an external dynamic list now instead of at its next turn;"
                + " changes nothing itself, and does not wait until it is fetched.")
        .effect(Effect.NOTIFY)
        .on(i -> new Target(TargetType.HOST, String.valueOf(settings.url().getHost())))
        .build();
  }

  private Tagged tag(Call<TagIp> call) throws ActionFailure {
    TagIp asked = call.input();
    requireOwn(asked.tag());
    requireTaggable(IpRange.of(asked.ip()));
    long seconds = asked.minutes().map(m -> Duration.ofMinutes(m).toSeconds()).orElse(0L);
    return new Tagged(api.register(asked.ip(), asked.tag(), seconds));
  }

  private Done untag(Call<UntagIp> call) throws ActionFailure {
    requireOwn(call.input().tag());
    var unused = api.unregister(call.input().ip(), call.input().tag());
    return new Done();
  }

  private Refreshed refresh(Call<RefreshEdl> call) throws ActionFailure {
    return new Refreshed(api.refreshList(call.input().kind(), call.input().name()));
  }

  private Observation observeTagged(Call<TagIp> call) throws ActionFailure {
    TagIp asked = call.input();
    List<String> tags = api.tags(asked.ip());
    if (!tags.contains(asked.tag())) {
      return Observation.absent(shown(tags));
    }
    // Registered after it was asked for, so not over before this.
    Instant asking = call.deadline().minus(Action.DEFAULT_DEADLINE);
    return asked
        .minutes()
        .map(m -> Observation.holdsUntil(asking.plus(Duration.ofMinutes(m)), shown(tags)))
        .orElseGet(() -> Observation.holds(shown(tags)));
  }

  private Observation observeUntagged(Call<UntagIp> call) throws ActionFailure {
    List<String> tags = api.tags(call.input().ip());
    return tags.contains(call.input().tag())
        ? Observation.absent(shown(tags))
        : Observation.holds(shown(tags));
  }

  private static String shown(List<String> tags) {
    return tags.isEmpty()
        ? "no registered tags"
        : "registered tags " + VendorHttp.oneLine(String.join(", ", tags));
  }

  private void requireOwn(String tag) throws ActionFailure {
    if (!settings.tags().contains(tag)) {
      throw ActionFailure.badInput(
          "tag '"
              + VendorHttp.oneLine(tag)
              + "' is none of setting 'tags' of this connector: "
              + settings.tags());
    }
  }

  private void requireTaggable(IpRange ip) throws ActionFailure {
    if (ip.special()) {
      throw ActionFailure.refused(
          ip + " is not tagged: it is a loopback, link-local, multicast or reserved address");
    }
    for (IpRange n : never) {
      if (n.overlaps(ip)) {
        throw ActionFailure.refused(
            ip + " is not tagged: setting 'never' of this connector lists " + n);
      }
    }
  }

  private static String address(String text) {
    IpRange range = IpRange.of(text);
    if (!range.single()) {
      throw new IllegalArgumentException("input 'ip' must be one address, got a range");
    }
    return range.toString();
  }

  /**
   * PAN-OS does not tell what a key's role allows; but a role allows all operational requests or
   * none
   * (https://docs.paloaltonetworks.com/ngfw/api/api-authentication-and-security/pan-os-api-authentication),
   * so one that was answered speaks for the refresh.
   */
  @Override
  public Readiness readiness() throws ActionFailure {
    String untold =
        "PAN-OS does not tell beforehand whether the key's role allows User-ID Agent on the XML API"
            + " tab; tags can be read";
    Readiness ready = Readiness.as(api.system() + ", " + settings.vsys());
    var unused = api.tags("192.0.2.255");
    return ready
        .untold("tag-ip", untold)
        .untold("untag-ip", untold)
        .granted("refresh-edl", "operational requests are answered, and this is one");
  }
}
