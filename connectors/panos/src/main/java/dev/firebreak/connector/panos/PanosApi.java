package dev.firebreak.connector.panos;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.IpRange;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The requests; knows nothing of playbooks. Every value in a command is XML-escaped. */
final class PanosApi {
  /** Wrong or missing permission; invalid and expired sessions. */
  private static final Set<String> NOT_ALLOWED = Set.of("403", "16", "22");

  /** "Internal error": whether something was done is not told. */
  private static final Set<String> INTERNAL = Set.of("2", "3", "4", "5", "11", "21");

  private final VendorHttp http;
  private final PanosSettings settings;

  PanosApi(VendorHttp http, PanosSettings settings) {
    this.http = http;
    this.settings = settings;
  }

  /**
   * Registers a tag with an address.
   *
   * @param seconds after which the firewall removes it, 0 for never
   * @return whether it was registered before
   * @see <a href="http://api-lab.paloaltonetworks.com/registered-ip.html">Register and
   *     unregister</a>
   */
  boolean register(String ip, String tag, long seconds) throws ActionFailure {
    String member = seconds == 0 ? "<member>" : "<member timeout=\"" + seconds + "\">";
    return userId("register", ip, member + escaped(tag) + "</member>", "already exists, ignore");
  }

  /**
   * @return whether it was not registered
   */
  boolean unregister(String ip, String tag) throws ActionFailure {
    String member = "<member>" + escaped(tag) + "</member>";
    return userId("unregister", ip, member, "does not exist, ignore unreg");
  }

  /**
   * @param already what the firewall says, as an error, of what is in the wanted state; see {@code
   *     UserId.send} in
   *     https://github.com/PaloAltoNetworks/pan-os-python/blob/develop/panos/userid.py
   */
  private boolean userId(String verb, String ip, String member, String already)
      throws ActionFailure {
    String entry = "<entry ip=\"" + escaped(ip) + "\"><tag>" + member + "</tag></entry>";
    String message =
        "<uid-message><version>1.0</version><type>update</type><payload><"
            + verb
            + ">"
            + entry
            + "</"
            + verb
            + "></payload></uid-message>";
    PanosAnswer answer = ask(post("user-id", message));
    if (answer.success()) {
      return false;
    }
    if (answer.said().endsWith(already)) {
      return true;
    }
    throw failure(answer, verb + " " + ip, true);
  }

  /** The tags that are registered with exactly this address. */
  List<String> tags(String ip) throws ActionFailure {
    String command =
        "<show><object><registered-ip><ip>" + escaped(ip) + "</ip></registered-ip></object></show>";
    PanosAnswer answer = succeeded(ask(get(command)), "reading the tags of " + ip);
    return PanosAnswer.elements(answer.document().getDocumentElement(), "entry").stream()
        .filter(e -> isSame(ip, e.getAttribute("ip")))
        .flatMap(e -> PanosAnswer.elements(e, "member").stream())
        .map(PanosAnswer::text)
        .toList();
  }

  /** An address may come back with its prefix length and in another spelling. */
  private static boolean isSame(String ip, String listed) {
    try {
      return IpRange.of(listed).toString().equals(ip);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Has the firewall fetch a list now, which it does a moment later.
   *
   * @param kind {@code ip}, {@code domain} or {@code url}
   * @return what it said
   */
  String refreshList(String kind, String name) throws ActionFailure {
    String command =
        "<request><system><external-list><refresh><type><"
            + kind
            + "><name>"
            + escaped(name)
            + "</name></"
            + kind
            + "></type></refresh></external-list></system></request>";
    PanosAnswer answer = ask(post("op", command));
    if (!answer.success()) {
      throw failure(answer, "refreshing list " + name, true);
    }
    return answer.said();
  }

  /** Name and version of the system, for people. */
  String system() throws ActionFailure {
    PanosAnswer answer =
        succeeded(ask(get("<show><system><info></info></system></show>")), "asking who it is");
    List<String> told =
        Stream.of("hostname", "model", "sw-version")
            .flatMap(n -> PanosAnswer.elements(answer.document().getDocumentElement(), n).stream())
            .map(PanosAnswer::text)
            .filter(t -> !t.isEmpty())
            .toList();
    if (told.isEmpty()) {
      throw ActionFailure.unavailable(
          "asking who it is: the answer names no system; check setting 'url'");
    }
    return VendorHttp.oneLine("PAN-OS " + String.join(", ", told));
  }

  private Request get(String command) {
    String target = settings.target().map(t -> Request.path("&target={}", t)).orElse("");
    return Request.get(
        Request.path("/api/?type=op&vsys={}&cmd={}", settings.vsys(), command) + target);
  }

  private Request post(String type, String command) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("type", type);
    fields.put("vsys", settings.vsys());
    settings.target().ifPresent(t -> fields.put("target", t));
    fields.put("cmd", command);
    return Request.form("/api/", fields);
  }

  private PanosAnswer ask(Request request) throws ActionFailure {
    Response answer = http.send(request.withHeader("X-PAN-KEY", settings.apiKey().reveal()));
    if (!answer.ok()) {
      throw http.failure(request, answer, "");
    }
    PanosAnswer read = PanosAnswer.of(answer);
    String said = read.said().replace(settings.apiKey().reveal(), "(secret)");
    return new PanosAnswer(read.success(), read.code(), said, read.document());
  }

  private static PanosAnswer succeeded(PanosAnswer answer, String what) throws ActionFailure {
    if (!answer.success()) {
      throw failure(answer, what, false);
    }
    return answer;
  }

  private static ActionFailure failure(PanosAnswer answer, String what, boolean changing) {
    String said =
        what
            + ": PAN-OS answered error "
            + VendorHttp.oneLine(answer.code())
            + (answer.said().isEmpty() ? "" : " (" + answer.said() + ")");
    if (NOT_ALLOWED.contains(answer.code())) {
      return ActionFailure.refused(
          said
              + "; check the API key, and that its role allows Operational Requests and User-ID"
              + " Agent on the XML API tab");
    }
    if (INTERNAL.contains(answer.code())) {
      return changing ? ActionFailure.unknown(said) : ActionFailure.unavailable(said);
    }
    return ActionFailure.refused(said + "; check the address, the list's name and setting 'vsys'");
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&apos;");
  }
}
