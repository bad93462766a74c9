package dev.firebreak.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.connector.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A Kubernetes API server with pods, services and NetworkPolicies: get, list by label, JSON merge
 * patch, server-side apply (YAML in its JSON form only), delete, reviews of the caller's own
 * rights; errors as Status objects. It has no CustomResourceDefinitions, so none of Cilium's.
 * Shapes after https://kubernetes.io/docs/reference/kubernetes-api/ and
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/.
 */
final class FakeKubernetes implements VendorApi {
  /** Where an object lives: {@code pods}, {@code services} or {@code networkpolicies}. */
  private record Place(String resource, String namespace, Optional<String> name) {
    String key() {
      return resource + "/" + namespace + "/" + name.orElse("");
    }
  }

  private static final Map<String, String> LIST_KINDS =
      Map.of("pods", "PodList", "services", "ServiceList", "networkpolicies", "NetworkPolicyList");

  private final Effects effects;
  private final String token;
  private final Map<String, ObjectNode> objects = new LinkedHashMap<>();
  private final Map<String, JsonNode> applied = new LinkedHashMap<>();
  private int version = 1000;

  FakeKubernetes(Effects effects, String token) {
    this.effects = effects;
    this.token = token;
  }

  void addPod(String namespace, String name, Map<String, String> labels) {
    ObjectNode pod = Json.mapper().createObjectNode();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    pod.putObject("metadata").set("labels", Json.mapper().valueToTree(labels));
    pod.putObject("spec").put("nodeName", "node-a");
    pod.putObject("status").put("phase", "Running");
    store(new Place("pods", namespace, Optional.of(name)), pod);
  }

  void addService(String namespace, String name, Map<String, String> selector) {
    ObjectNode service = Json.mapper().createObjectNode();
    service.put("apiVersion", "v1").put("kind", "Service");
    service.putObject("spec").set("selector", Json.mapper().valueToTree(selector));
    store(new Place("services", namespace, Optional.of(name)), service);
  }

  /** All objects of a resource, for people and tests. */
  List<ObjectNode> all(String resource) {
    return objects.entrySet().stream()
        .filter(e -> e.getKey().startsWith(resource + "/"))
        .map(Map.Entry::getValue)
        .toList();
  }

  @Override
  public Reply error(int status, String message) {
    String reason =
        switch (status) {
          case 400 -> "BadRequest";
          case 401 -> "Unauthorized";
          case 404 -> "NotFound";
          case 409 -> "Conflict";
          case 415 -> "UnsupportedMediaType";
          case 429 -> "TooManyRequests";
          default -> "InternalError";
        };
    return Reply.json(
        status,
        Map.of(
            "kind",
            "Status",
            "apiVersion",
            "v1",
            "metadata",
            Map.of(),
            "status",
            "Failure",
            "message",
            message,
            "reason",
            reason,
            "code",
            status));
  }

  @Override
  public Reply answer(Ask ask) throws JsonProcessingException {
    if (!Digests.same(ask.header("authorization").orElse(""), "Bearer " + token)) {
      return error(401, "Unauthorized");
    }
    Optional<Reply> review = review(ask);
    if (review.isPresent()) {
      return review.get();
    }
    Optional<Place> place = place(ask.segments());
    if (place.isEmpty()) {
      return error(404, "the server could not find the requested resource");
    }
    Place p = place.get();
    if (p.name().isEmpty()) {
      return ask.method().equals("GET") ? list(p, ask.query()) : error(405, "list only");
    }
    Optional<ObjectNode> object = Optional.ofNullable(objects.get(p.key()));
    boolean apply =
        ask.method().equals("PATCH")
            && ask.header("content-type").orElse("").startsWith("application/apply-patch+yaml");
    if (object.isEmpty() && !apply) {
      return error(404, p.resource() + " \"" + p.name().get() + "\" not found");
    }
    return switch (ask.method()) {
      case "GET" -> Reply.json(200, object.get());
      case "PATCH" -> apply ? apply(ask, p, object) : merge(ask, p, object.get());
      case "DELETE" -> delete(ask, p, object.get());
      default -> error(405, "the server does not allow this method on the requested resource");
    };
  }

  /** The token may do all that this API server can. */
  private static Optional<Reply> review(Ask ask) throws JsonProcessingException {
    Map<String, Object> status;
    if (ask.is("POST", "apis", "authorization.k8s.io", "v1", "selfsubjectaccessreviews")) {
      status = Map.of("allowed", true, "reason", "the sandbox's only account");
    } else if (ask.is("POST", "apis", "authentication.k8s.io", "v1", "selfsubjectreviews")) {
      status = Map.of("userInfo", Map.of("username", "system:serviceaccount:firebreak:firebreak"));
    } else {
      return Optional.empty();
    }
    ObjectNode answer = ask.json().deepCopy();
    answer.set("status", Json.mapper().valueToTree(status));
    return Optional.of(Reply.json(201, answer));
  }

  private static Optional<Place> place(List<String> s) {
    int at = s.indexOf("namespaces");
    boolean core = at == 2 && s.get(0).equals("api") && s.get(1).equals("v1");
    boolean net = at == 3 && s.subList(0, 3).equals(List.of("apis", "networking.k8s.io", "v1"));
    if (s.size() < at + 3 || s.size() > at + 4 || !(core || net)) {
      return Optional.empty();
    }
    String resource = s.get(at + 2);
    boolean known =
        core
            ? resource.equals("pods") || resource.equals("services")
            : resource.equals("networkpolicies");
    return known
        ? Optional.of(
            new Place(
                resource,
                s.get(at + 1),
                s.size() > at + 3 ? Optional.of(s.get(at + 3)) : Optional.empty()))
        : Optional.empty();
  }

  private Reply list(Place p, Map<String, String> query) {
    List<ObjectNode> items = new ArrayList<>();
    for (ObjectNode o : all(p.resource() + "/" + p.namespace())) {
      if (selected(o.path("metadata").path("labels"), query.getOrDefault("labelSelector", ""))) {
        items.add(o);
      }
    }
    return Reply.json(
        200,
        Map.of(
            "kind",
            LIST_KINDS.getOrDefault(p.resource(), "List"),
            "apiVersion",
            p.resource().equals("networkpolicies") ? "networking.k8s.io/v1" : "v1",
            "metadata",
            Map.of("resourceVersion", String.valueOf(version)),
            "items",
            items));
  }

  /** Equality selectors only: {@code a=b,c=d}, or {@code a} for any value. */
  private static boolean selected(JsonNode labels, String selector) {
    for (String term : selector.split(",")) {
      String[] pair = term.strip().split("=+", 2);
      boolean wrongValue = pair.length == 2 && !labels.path(pair[0]).asText().equals(pair[1]);
      if (!pair[0].isEmpty() && (!labels.has(pair[0]) || wrongValue)) {
        return false;
      }
    }
    return true;
  }

  private Reply merge(Ask ask, Place p, ObjectNode object) throws JsonProcessingException {
    String type = ask.header("content-type").orElse("");
    if (!type.startsWith("application/merge-patch+json")
        && !type.startsWith("application/strategic-merge-patch+json")) {
      return error(415, "the sandbox takes merge patches and server-side apply, not " + type);
    }
    JsonNode patch = ask.json();
    for (String fixed : List.of("resourceVersion", "uid")) {
      String wanted = patch.path("metadata").path(fixed).asText("");
      if (!wanted.isEmpty() && !wanted.equals(object.path("metadata").path(fixed).asText())) {
        return error(409, "the object has been modified; please apply your changes to the latest");
      }
    }
    ObjectNode next = object.deepCopy();
    merge(next, patch);
    if (!next.equals(object)) {
      store(p, next);
      effects.happened(ask, "kubernetes patch " + p.key());
    }
    return Reply.json(200, shown(p));
  }

  /** RFC 7396. */
  private static void merge(ObjectNode into, JsonNode patch) {
    patch
        .properties()
        .forEach(
            e -> {
              if (e.getValue().isNull()) {
                into.remove(e.getKey());
              } else if (e.getValue().isObject()) {
                JsonNode old = into.path(e.getKey());
                ObjectNode child = old.isObject() ? (ObjectNode) old : into.putObject(e.getKey());
                merge(child, e.getValue());
              } else {
                into.set(e.getKey(), e.getValue());
              }
            });
  }

  /**
   * What the same manager applied before and leaves out now is removed; repeating changes nothing.
   */
  private Reply apply(Ask ask, Place p, Optional<ObjectNode> before)
      throws JsonProcessingException {
    String manager = ask.query().getOrDefault("fieldManager", "");
    if (manager.isEmpty()) {
      return error(400, "fieldManager is required for apply patch");
    }
    if (before.isEmpty() && p.resource().equals("pods")) {
      return error(404, "pods \"" + p.name().orElse("") + "\" not found");
    }
    JsonNode wanted = ask.json();
    ObjectNode next =
        before.map(ObjectNode::deepCopy).orElseGet(() -> Json.mapper().createObjectNode());
    Optional.ofNullable(applied.put(p.key() + " " + manager, wanted))
        .ifPresent(old -> remove(next, old, wanted));
    merge(next, wanted);
    if (before.filter(next::equals).isEmpty()) {
      store(p, next);
      effects.happened(ask, "kubernetes apply " + p.key());
    }
    return Reply.json(before.isPresent() ? 200 : 201, shown(p));
  }

  private static void remove(ObjectNode from, JsonNode old, JsonNode wanted) {
    old.properties()
        .forEach(
            e -> {
              if (!wanted.has(e.getKey())) {
                from.remove(e.getKey());
              } else if (e.getValue().isObject() && from.path(e.getKey()) instanceof ObjectNode o) {
                remove(o, e.getValue(), wanted.path(e.getKey()));
              }
            });
  }

  private Reply delete(Ask ask, Place p, ObjectNode object) throws JsonProcessingException {
    String uid = ask.json().path("preconditions").path("uid").asText("");
    if (!uid.isEmpty() && !uid.equals(object.path("metadata").path("uid").asText())) {
      return error(409, "the UID in the precondition does not match the object's");
    }
    objects.remove(p.key());
    applied.keySet().removeIf(k -> k.startsWith(p.key() + " "));
    effects.happened(ask, "kubernetes delete " + p.key());
    return Reply.json(
        200,
        Map.of("kind", "Status", "apiVersion", "v1", "metadata", Map.of(), "status", "Success"));
  }

  private ObjectNode shown(Place p) {
    return Optional.ofNullable(objects.get(p.key()))
        .orElseThrow(() -> new IllegalStateException(p.key() + " is gone"));
  }

  private void store(Place p, ObjectNode object) {
    ObjectNode meta = object.withObject("/metadata");
    meta.put("namespace", p.namespace()).put("name", p.name().orElse(""));
    if (!meta.has("uid")) {
      meta.put("uid", UUID.randomUUID().toString());
    }
    version++;
    meta.put("resourceVersion", String.valueOf(version));
    objects.put(p.key(), object);
  }
}
