package dev.firebreak.lifecycle;

import static dev.firebreak.support.SharedFirebreak.unique;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Person;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What people do with playbooks. */
public final class Desk {
  private final Firebreak app;

  public Desk(Firebreak app) {
    this.app = app;
  }

  Person person(String... roles) {
    return app.person(unique("drawer"), List.of(roles), List.of("*"));
  }

  private static String at(String playbook) {
    return "/api/v1/playbooks/" + playbook;
  }

  /** Saves a draft; without an ETag as a new one. */
  Answer save(Person by, String playbook, Map<String, ?> body, String etag) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Authorization", "Bearer " + by.token());
    headers.put("Content-Type", "application/json");
    headers.put(etag.isEmpty() ? "If-None-Match" : "If-Match", etag.isEmpty() ? "*" : etag);
    return app.http().send("PUT", at(playbook) + "/draft", headers, Json.bytes(body));
  }

  /** Draws and hands in; the version's number. */
  int submitted(Person by, String playbook, String xml) {
    return submitted(by, playbook, Map.of("xml", xml));
  }

  int submitted(Person by, String playbook, Map<String, ?> draft) {
    return submitted(by, playbook, draft, "for a test");
  }

  /** The same with what the author says about it. */
  public int submitted(Person by, String playbook, Map<String, ?> draft, String comment) {
    save(by, playbook, draft, "").json(201);
    return by.post(at(playbook) + "/draft/submit", Map.of("comment", comment))
        .json(201)
        .path("version")
        .asInt();
  }

  public Answer release(Person by, String playbook, int version, Map<String, ?> more) {
    Map<String, Object> body = new HashMap<>(more);
    body.put("comment", "looked at it");
    return by.post(at(playbook) + "/versions/" + version + "/release", body);
  }

  /** In force, drawn by one and released by another. */
  int live(String playbook, String xml) {
    int version = submitted(person("author"), playbook, xml);
    release(person("releaser"), playbook, version, Map.of()).json(200);
    return version;
  }

  public JsonNode playbook(String name) {
    return app.operator().get(at(name));
  }

  Answer ask(Person by, String playbook, String what, Map<String, ?> body) {
    return by.post(at(playbook) + what, body);
  }
}
