package dev.firebreak.support;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a browser does with cookies, redirects and forms, as far as signing in needs it. A host and
 * its port are a site here, and a chain of redirects that began on another site brings no {@code
 * SameSite=Strict} cookie, as in a browser (draft-ietf-httpbis-rfc6265bis, section 5.2). Used by
 * one thread.
 */
public final class Browser {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Pattern FORM =
      Pattern.compile("<form[^>]*id=\"kc-form-login\"[^>]*>", Pattern.DOTALL);
  private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");
  private static final Pattern REFRESH =
      Pattern.compile("http-equiv=\"refresh\" content=\"0; url=([^\"]+)\"");

  private record Cookie(String site, String path, String name, String value, boolean strict) {}

  private final List<Cookie> cookies = new ArrayList<>();
  private final List<URI> visited = new ArrayList<>();

  /** A page, where it came from, and what was set on the way there. */
  public record Page(URI at, int status, String html, List<String> setCookies) {
    /** Where it goes on to by itself. */
    public Optional<URI> next() {
      Matcher refresh = REFRESH.matcher(html);
      return refresh.find() ? Optional.of(at.resolve(refresh.group(1))) : Optional.empty();
    }

    /** The address that its form for signing in is sent to. */
    public URI form() {
      Matcher form = FORM.matcher(html);
      Matcher action = ACTION.matcher(form.find() ? form.group() : "");
      if (!action.find()) {
        throw new AssertionError("no form to sign in with at " + at + ": " + html);
      }
      return at.resolve(action.group(1).replace("&amp;", "&"));
    }
  }

  /** Goes to an address that somebody typed in, or clicked on a page of the same site. */
  public Page go(URI to) {
    return go(to, to, "GET", "");
  }

  /** Fills in a provider's form. */
  public Page signIn(Page form, String user, String password) {
    String body = "username=" + encoded(user) + "&password=" + encoded(password);
    return go(form.form(), form.at(), "POST", body);
  }

  /** Everything it went through since it was made. */
  public List<URI> visited() {
    return List.copyOf(visited);
  }

  /**
   * What it shows a page of its own site, for an {@code HttpClient} that fetches as its scripts do.
   */
  public String cookieHeader(URI to) {
    return cookies.stream()
        .filter(c -> c.site.equals(site(to)) && to.getPath().startsWith(c.path))
        .map(c -> c.name + "=" + c.value)
        .collect(Collectors.joining("; "));
  }

  private Page go(URI to, URI from, String method, String body) {
    List<String> set = new ArrayList<>();
    URI at = to;
    boolean crossed = !site(from).equals(site(to));
    HttpResponse<String> answer = send(at, method, body, crossed);
    for (int i = 0; i < 20; i++) {
      set.addAll(kept(at, answer));
      Optional<URI> next =
          answer.statusCode() / 100 == 3
              ? answer.headers().firstValue("location").map(at::resolve)
              : Optional.empty();
      if (next.isEmpty()) {
        return new Page(at, answer.statusCode(), answer.body(), set);
      }
      crossed |= !site(next.get()).equals(site(at));
      at = next.get();
      answer = send(at, "GET", "", crossed);
    }
    throw new AssertionError("sent around in circles: " + visited);
  }

  private HttpResponse<String> send(URI to, String method, String body, boolean crossed) {
    visited.add(to);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(to)
            .timeout(Duration.ofSeconds(60))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    String shown =
        cookies.stream()
            .filter(c -> c.site.equals(site(to)) && to.getPath().startsWith(c.path))
            .filter(c -> !(crossed && c.strict))
            .map(c -> c.name + "=" + c.value)
            .collect(Collectors.joining("; "));
    if (!shown.isEmpty()) {
      request.header("Cookie", shown);
    }
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/x-www-form-urlencoded");
    }
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(method + " " + to + " got no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private List<String> kept(URI at, HttpResponse<String> answer) {
    List<String> all = answer.headers().allValues("set-cookie");
    for (String line : all) {
      String[] parts = line.split(";\\s*");
      String name = parts[0].substring(0, parts[0].indexOf('='));
      Map<String, String> attributes = new HashMap<>();
      for (int i = 1; i < parts.length; i++) {
        String[] pair = parts[i].split("=", 2);
        attributes.put(pair[0].toLowerCase(Locale.ROOT), pair.length == 2 ? pair[1] : "");
      }
      String path = attributes.getOrDefault("path", "/");
      cookies.removeIf(c -> c.site.equals(site(at)) && c.name.equals(name) && c.path.equals(path));
      if (!"0".equals(attributes.get("max-age"))) {
        boolean strict = "strict".equalsIgnoreCase(attributes.get("samesite"));
        String value = parts[0].substring(name.length() + 1);
        cookies.add(new Cookie(site(at), path, name, value, strict));
      }
    }
    return all;
  }

  private static String site(URI uri) {
    return uri.getAuthority();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
