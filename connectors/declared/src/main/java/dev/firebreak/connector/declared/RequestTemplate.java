package dev.firebreak.connector.declared;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.Request;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A request as a file describes it: {@code {PUT: /v1/blocks/${input.ip}, headers: ..., body: ...}}.
 * Values in the path are percent-encoded as one segment or query value, so no input can reach
 * another resource; secrets may stand in headers only.
 */
record RequestTemplate(
    String method, Template path, Map<String, Template> headers, Optional<BodyTemplate> body) {
  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Set<String> OURS =
      Set.of("host", "content-length", "transfer-encoding", "connection", "content-type");

  /**
   * @param data names of inputs and of the call
   * @param secrets names of secrets, for headers
   */
  static RequestTemplate of(Place place, Set<String> data, Set<String> secrets) {
    Set<String> known = new HashSet<>(METHODS);
    known.addAll(Set.of("headers", "body"));
    place.object(known);
    List<Place.Member> methods =
        place.members().stream().filter(m -> METHODS.contains(m.name())).toList();
    if (methods.size() != 1) {
      throw place.fault(
          "needs one method with its path, for example 'PUT: /v1/blocks/${input.ip}'");
    }
    String method = methods.get(0).name();
    Place path = methods.get(0).value();
    if (!path.text().startsWith("/") || path.text().startsWith("//")) {
      throw path.fault("a path begins with one '/'; host and scheme stand in 'url'");
    }
    Optional<BodyTemplate> body = place.maybe("body").map(b -> BodyTemplate.of(b, data));
    if (READING.contains(method) && body.isPresent()) {
      throw place.fault(method + " has no body");
    }
    return new RequestTemplate(
        method, Template.of(path, data), headers(place.maybe("headers"), data, secrets), body);
  }

  static Map<String, Template> headers(
      Optional<Place> place, Set<String> data, Set<String> secrets) {
    Set<String> known = new HashSet<>(data);
    secrets.forEach(s -> known.add("secret." + s));
    Map<String, Template> all = new LinkedHashMap<>();
    for (Place.Member m : place.map(Place::members).orElse(List.of())) {
      if (!HEADER.matcher(m.name()).matches() || OURS.contains(m.name().toLowerCase(Locale.ROOT))) {
        throw m.value().fault("'" + m.name() + "' is no header that can be set");
      }
      all.put(m.name(), Template.of(m.value(), known));
    }
    return all;
  }

  boolean reads() {
    return READING.contains(method);
  }

  /**
   * @param common headers of every request; a request's own win
   */
  Request render(Scope scope, Map<String, Template> common) throws ActionFailure {
    String target = path.render(scope, RequestTemplate::segment);
    Request request =
        body.isPresent()
            ? Request.json(method, target, body.get().render(scope))
            : new Request(method, target, Map.of(), Optional.empty());
    Map<String, Template> all = new LinkedHashMap<>(common);
    all.putAll(headers);
    for (Map.Entry<String, Template> h : all.entrySet()) {
      request = request.withHeader(h.getKey(), value(h.getKey(), h.getValue(), scope));
    }
    return request;
  }

  /** Refuses empty values, '.' and '..'; encodes everything else. */
  private static String segment(String value) {
    return Request.path("{}", value);
  }

  private static String value(String name, Template template, Scope scope) throws ActionFailure {
    String value = template.render(scope, UnaryOperator.identity());
    if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw ActionFailure.badInput(
          "header " + name + " would hold a line break or a character that headers cannot have");
    }
    return value;
  }
}
