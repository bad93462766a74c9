package dev.firebreak.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Approves with the two emergency keys: shows what is asked, checks that what is shown is what is
 * signed, and has both sign it.
 */
final class EmergencyApproval {
  private static final String PATH = "/emergency/approvals";

  private final Server server;
  private final Passphrases people;
  private final PrintWriter out;

  EmergencyApproval(Server server, Passphrases people, PrintWriter out) {
    this.server = server;
    this.people = people;
    this.out = out;
  }

  /**
   * Approves one.
   *
   * @param files of the two keys
   * @param id of the approval, or its beginning
   */
  JsonNode approve(List<Path> files, String id, String reason) {
    if (files.size() != 2) {
      throw new CannotDo(CannotDo.USAGE, "name the two key files: --key FILE --key FILE");
    }
    if (reason.isBlank()) {
      throw new CannotDo(
          CannotDo.USAGE, "say why with --comment; the reason goes into the audit trail");
    }
    List<EmergencyKey> keys =
        files.stream().map(f -> EmergencyKey.open(f, people.secret("passphrase of " + f))).toList();
    JsonNode asked = find(keys, id);
    show(asked);
    if (!people
        .line("Approve it in place of everybody who would have to? Type YES")
        .equals("YES")) {
      throw new CannotDo(CannotDo.REFUSED, "nothing was approved");
    }
    return server.post(
        PATH + "/" + Server.part(asked.path("id").asText()), signed(keys, asked, reason));
  }

  private JsonNode find(List<EmergencyKey> keys, String id) {
    String at = now();
    ObjectNode body = new ObjectMapper().createObjectNode().put("at", at);
    body.set("signatures", signatures(keys, "firebreak emergency read 1\n" + at));
    List<JsonNode> waiting = new ArrayList<>();
    server.post(PATH, body).path("items").forEach(waiting::add);
    String whole = Ids.resolve("open approval", id, waiting);
    return waiting.stream()
        .filter(w -> w.path("id").asText().equals(whole))
        .findFirst()
        .orElseThrow(
            () -> new CannotDo(CannotDo.REFUSED, "there is no open approval '" + id + "'"));
  }

  private void show(JsonNode asked) {
    String question = asked.path("question").asText();
    if (!EmergencyKey.sha256(question).equals(asked.path("digest").asText())) {
      throw new CannotDo(
          CannotDo.REFUSED, "the server shows something else than it wants signed; do not go on");
    }
    out.println(
        "approval " + Plain.field(asked, "id") + ", instead of " + Plain.field(asked, "quorum"));
    out.println(Plain.text(question));
    out.flush();
  }

  private static ObjectNode signed(List<EmergencyKey> keys, JsonNode asked, String reason) {
    String at = now();
    String text =
        String.join(
            "\n",
            "firebreak emergency approve 1",
            asked.path("id").asText(),
            asked.path("binding").asText(),
            asked.path("digest").asText(),
            at,
            EmergencyKey.sha256(reason));
    ObjectNode body =
        new ObjectMapper()
            .createObjectNode()
            .put("binding", asked.path("binding").asText())
            .put("digest", asked.path("digest").asText())
            .put("at", at)
            .put("reason", reason);
    body.set("signatures", signatures(keys, text));
    return body;
  }

  private static ArrayNode signatures(List<EmergencyKey> keys, String text) {
    ArrayNode all = new ObjectMapper().createArrayNode();
    keys.forEach(k -> all.addObject().put("key", k.id()).put("signature", k.sign(text)));
    return all;
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
