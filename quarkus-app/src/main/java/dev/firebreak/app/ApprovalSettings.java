package dev.firebreak.app;

import dev.firebreak.action.Announcements;
import dev.firebreak.action.Connectors;
import dev.firebreak.action.StepUp;
import dev.firebreak.alert.Severity;
import dev.firebreak.app.config.ApprovalsConfig;
import dev.firebreak.connector.Effect;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@link ApprovalsConfig}, checked. */
record ApprovalSettings(
    List<Announcements.Channel> channels,
    String url,
    StepUp stepUp,
    Optional<String> valueAttribute) {
  private static final String KEY = "firebreak.approvals.";

  static ApprovalSettings of(ApprovalsConfig config, Connectors connectors) throws CannotStart {
    List<Announcements.Channel> channels = new ArrayList<>();
    for (Map.Entry<String, ApprovalsConfig.Channel> e : config.channels().entrySet()) {
      channels.add(channel(e.getKey(), e.getValue(), connectors));
    }
    String url = config.url().orElse("");
    if (!channels.isEmpty() && !isAddress(url)) {
      throw new CannotStart(
          KEY
              + "url must be the address under which people open Firebreak, such as"
              + " https://firebreak.example.com, because messages link there; it is '"
              + url
              + "'.");
    }
    return new ApprovalSettings(
        channels, url, stepUp(config.freshSignIn()), config.freshSignIn().valueAttribute());
  }

  private static boolean isAddress(String url) {
    try {
      URI uri = URI.create(url);
      return Set.of("https", "http").contains(String.valueOf(uri.getScheme()))
          && uri.getHost() != null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Announcements.Channel channel(
      String name, ApprovalsConfig.Channel c, Connectors connectors) throws CannotStart {
    String topic =
        Stream.of(".ask-approval", ".send-mail")
            .map(action -> c.connector() + action)
            .filter(connectors::knows)
            .filter(
                t -> t.endsWith(".send-mail") || connectors.knows(c.connector() + ".send-message"))
            .findFirst()
            .orElseThrow(
                () ->
                    new CannotStart(
                        KEY
                            + "notify."
                            + name
                            + ".connector is '"
                            + c.connector()
                            + "'; name a configured connector that offers ask-approval and"
                            + " send-message, or send-mail."));
    return new Announcements.Channel(name, topic, c.to(), Set.copyOf(c.groups().orElse(List.of())));
  }

  private static StepUp stepUp(ApprovalsConfig.FreshSignIn c) throws CannotStart {
    try {
      if (c.fromValue().isPresent() && c.valueAttribute().isEmpty()) {
        throw new IllegalArgumentException("from-value needs value-attribute beside it");
      }
      return new StepUp(
          c.maxAge(),
          c.fromSeverity().map(s -> Severity.valueOf(s.toUpperCase(Locale.ROOT))),
          c.effects().orElse(List.of()).stream()
              .map(e -> Effect.valueOf(e.toUpperCase(Locale.ROOT)))
              .collect(Collectors.toSet()),
          c.fromValue());
    } catch (IllegalArgumentException e) {
      throw new CannotStart(KEY + "fresh-sign-in: " + e.getMessage() + ".", e);
    }
  }
}
