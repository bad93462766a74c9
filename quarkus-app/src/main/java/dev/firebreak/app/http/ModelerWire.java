package dev.firebreak.app.http;

import dev.firebreak.connector.Json;
import dev.firebreak.playbook.Kind;
import dev.firebreak.playbook.NotDone;
import dev.firebreak.playbook.Version;
import dev.firebreak.response.ManualRuns;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Camunda 7's JSON for deployments, instances and errors. */
final class ModelerWire {
  /** The modeler takes a message that begins so for one about the file, and shows it as such. */
  private static final String PARSE = "ENGINE-09005 Could not parse BPMN process.";

  private static final Pattern PROCESS =
      Pattern.compile(
          "<(?:[A-Za-z0-9]+:)?process\\s[^>]*?\\bid=\"([A-Za-z_][A-Za-z0-9_-]{0,63})\"");

  private ModelerWire() {}

  /** A version that was handed in, or is in force. */
  record Deployed(Version version, String file, boolean live) {
    String id() {
      return version.playbook() + ":" + version.version();
    }

    String says() {
      return version
          + (live
              ? " is in force"
              : " is handed in and waits for somebody else to release it; nothing has changed yet");
    }
  }

  /** A table's name is its file's; a playbook's is its process id, which the gate compares. */
  static String name(String file, byte[] content) {
    String base = file.replaceFirst("\\.(bpmn|dmn)$", "");
    if (file.endsWith(".dmn")) {
      if (!Kind.TABLES.contains(base)) {
        throw NotDone.notATable(base);
      }
      return base;
    }
    Matcher process = PROCESS.matcher(new String(content, StandardCharsets.UTF_8));
    return process.find() ? process.group(1) : base;
  }

  static Response deployment(String name, List<Deployed> all) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("links", List.of());
    body.put("id", all.stream().map(Deployed::id).collect(Collectors.joining("+")));
    body.put("name", name);
    body.put("source", "Camunda Modeler");
    body.put("message", all.stream().map(Deployed::says).collect(Collectors.joining("; ")));
    body.put("deploymentTime", WorkerWire.time(all.get(0).version().at()));
    body.put("deployedProcessDefinitions", definitions(all, Kind.BPMN));
    body.put("deployedDecisionDefinitions", definitions(all, Kind.DMN));
    return json(200, body);
  }

  private static Map<String, Object> definitions(List<Deployed> all, Kind kind) {
    Map<String, Object> definitions = new LinkedHashMap<>();
    for (Deployed d : all) {
      if (Kind.of(d.version().playbook()) == kind) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("id", d.id());
        one.put("key", d.version().playbook());
        one.put("name", d.version().playbook());
        one.put("version", d.version().version());
        one.put("resource", d.file());
        one.put("deploymentId", d.id());
        one.put("suspended", !d.live());
        definitions.put(d.id(), one);
      }
    }
    return definitions;
  }

  /** Its id is the incident's: that is the page which the modeler's link opens. */
  static Response instance(String definition, ManualRuns.Started started) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("links", List.of());
    body.put("id", started.incident().toString());
    body.put("run", started.run());
    body.put("definitionId", definition);
    body.put("businessKey", started.incident().toString());
    body.put("ended", false);
    body.put("suspended", false);
    return json(200, body);
  }

  /** A file with problems in the form of Camunda's parse errors, each with its element. */
  static Response refused(String file, NotDone e) {
    if (e.problems().isEmpty()) {
      int status = e.kind() == NotDone.Kind.FORBIDDEN ? 403 : 400;
      return error(status, "InvalidRequestException", e.getMessage());
    }
    List<dev.firebreak.playbook.Problem> errors =
        e.problems().stream().filter(dev.firebreak.playbook.Problem::isError).toList();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "ParseException");
    body.put(
        "message",
        PARSE
            + " Root cause: "
            + errors.stream().map(Object::toString).collect(Collectors.joining(" | "))
            + " | resource "
            + file);
    body.put("details", Map.of(file, Map.of("errors", reports(errors), "warnings", List.of())));
    return json(400, body);
  }

  private static List<Map<String, Object>> reports(List<dev.firebreak.playbook.Problem> all) {
    return all.stream()
        .map(
            p ->
                Map.<String, Object>of(
                    "message", p.message(),
                    "line", p.line(),
                    "column", 0,
                    "mainElementId", p.element(),
                    "elementIds", List.of(p.element())))
        .toList();
  }

  static Response error(int status, String type, String message) {
    return json(status, Map.of("type", type, "message", message));
  }

  private static Response json(int status, Object body) {
    return Response.status(status)
        .entity(Json.bytes(body))
        .type(MediaType.APPLICATION_JSON_TYPE)
        .build();
  }
}
