package dev.firebreak.connector.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.alert.Alert;
import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.Credentials;
import dev.firebreak.alert.Parsed;
import dev.firebreak.alert.RawMessage;
import dev.firebreak.alert.Sender;
import dev.firebreak.alert.Severity;
import dev.firebreak.alert.UnusableAlert;
import dev.firebreak.connector.Json;
import dev.firebreak.connector.TargetType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads {@code {"id", "rule", "severity", "title"?, <target type>?...}}, all of it text. */
record ExampleSource(Credentials credentials) implements AlertSource {
  @Override
  public Sender authenticate(RawMessage message, Instant now) {
    return credentials.accept(message)
        ? new Sender.Authentic(Optional.empty(), Optional.empty())
        : new Sender.Refused("no bearer token or path token of this source");
  }

  @Override
  public Parsed parse(RawMessage message) throws UnusableAlert {
    JsonNode body = object(message.body());
    Alert.Builder alert =
        Alert.builder(required(body, "id"), required(body, "rule"))
            .severity(severity(required(body, "severity")));
    Optional<String> title = text(body, "title", 1_000);
    title.ifPresent(alert::title);
    for (TargetType type : TargetType.values()) {
      text(body, type.key(), 512).ifPresent(id -> alert.target(type, id));
    }
    return new Parsed.Alerts(List.of(alert.build()));
  }

  private static JsonNode object(byte[] body) throws UnusableAlert {
    JsonNode node;
    try {
      node = Json.parse(body);
    } catch (JsonProcessingException e) {
      throw new UnusableAlert("", "the body is not one JSON document; send one object");
    }
    if (!node.isObject()) {
      throw new UnusableAlert("", "the body must be a JSON object with id, rule and severity");
    }
    return node;
  }

  private static String required(JsonNode body, String name) throws UnusableAlert {
    return text(body, name, 512)
        .filter(t -> !t.isBlank())
        .orElseThrow(() -> new UnusableAlert("/" + name, "'" + name + "' is missing or blank"));
  }

  private static Optional<String> text(JsonNode body, String name, int longest)
      throws UnusableAlert {
    JsonNode value = body.path(name);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isTextual() || value.textValue().length() > longest) {
      throw new UnusableAlert(
          "/" + name, "'" + name + "' must be text of at most " + longest + " characters");
    }
    return Optional.of(value.textValue());
  }

  private static Severity severity(String text) throws UnusableAlert {
    for (Severity s : Severity.values()) {
      if (s.key().equalsIgnoreCase(text)) {
        return s;
      }
    }
    throw new UnusableAlert(
        "/severity", "severity must be one of " + List.of(Severity.values()) + " in any case");
  }
}
