package dev.firebreak.system;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import dev.firebreak.support.Answer;
import dev.firebreak.support.AtOnce;
import dev.firebreak.support.Await;
import dev.firebreak.support.Database;
import dev.firebreak.support.Firebreak;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in with name and password: an application of its own, because tries are counted. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SignInIT {
  private static final String SESSION = "/api/v1/session";
  private static final String INCIDENTS = "/api/v1/incidents";
  private static final String CHECKUP = "/api/v1/connectors/checkup";
  private static final String PASSWORD = "a long enough password";

  private static Firebreak app;

  /** A signed-in browser. */
  private record Browser(String cookie, String csrf) {
    static Browser of(Answer signedIn) {
      String cookie = signedIn.header("set-cookie").orElseThrow().split(";", 2)[0];
      return new Browser(cookie, signedIn.json(200).path("csrf").asText());
    }

    Answer get(String path) {
      return app.http().get(path, Map.of("Cookie", cookie));
    }

    Answer post(String path, Map<String, ?> body, String... headers) {
      Map<String, String> all = new HashMap<>();
      all.put("Cookie", cookie);
      all.put("Content-Type", "application/json");
      for (int i = 0; i < headers.length; i += 2) {
        all.put(headers[i], headers[i + 1]);
      }
      return app.http().post(path, all, Json.bytes(body));
    }

    Answer postWithToken(String path, Map<String, ?> body) {
      return post(path, body, "X-CSRF-Token", csrf);
    }
  }

  @BeforeAll
  static void start() {
    app = Firebreak.start("sign-in", Map.of());
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  /** Somebody with a one-time password, which is answered. */
  private static String added(String name) {
    Map<String, Object> ann =
        Map.of(
            "name",
            name,
            "credential",
            "password",
            "roles",
            List.of("responder"),
            "scopes",
            List.of("*"));
    return app.operator().post("/api/v1/people", ann).json(201).path("oneTimePassword").asText();
  }

  private static Answer signIn(String name, String password, String... headers) {
    Map<String, String> all = new HashMap<>(Map.of("Content-Type", "application/json"));
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    return app.http().post(SESSION, all, Json.bytes(Map.of("name", name, "password", password)));
  }

  /** Somebody who has changed his one-time password and signed in. */
  private static Browser signedIn(String name) {
    String once = added(name);
    Browser.of(signIn(name, once))
        .postWithToken("/api/v1/me/password", Map.of("current", once, "fresh", PASSWORD));
    return Browser.of(signIn(name, PASSWORD));
  }

  @Test
  @Order(1)
  void the_right_password_makes_a_sign_in_fresh_and_a_wrong_one_does_not() {
    Browser zoe = signedIn("zoe");
    Instant first = Instant.parse(zoe.get("/api/v1/me").json(200).path("signedInAt").asText());

    Answer wrong = zoe.postWithToken(SESSION + "/step-up", Map.of("password", "another"));
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(zoe.get("/api/v1/me").json(200).path("signedInAt").asText())
        .isEqualTo(first.toString());

    JsonNode right =
        zoe.postWithToken(SESSION + "/step-up", Map.of("password", PASSWORD)).json(200);
    assertThat(Instant.parse(right.path("signedInAt").asText())).isAfter(first);
    assertThat(zoe.post(SESSION + "/step-up", Map.of("password", PASSWORD)).status())
        .isEqualTo(403);
  }

  @Test
  @Order(1)
  void the_first_persons_one_time_password_is_printed_once_and_opens_his_session()
      throws IOException {
    List<String> log = Files.readAllLines(app.app().log());
    assertThat(log).filteredOn(l -> l.contains("one-time password")).hasSize(1);
    String printed =
        log.stream().filter(l -> l.contains("one-time password")).findFirst().orElseThrow();
    String once = printed.replaceFirst(".*one-time password is ", "").strip();

    JsonNode answer = signIn("operator", once).json(200);

    assertThat(answer.path("oneTimePassword").asBoolean()).isTrue();
  }

  @Test
  @Order(1)
  void a_one_time_password_opens_nothing_but_its_change() {
    String once = added("otto");
    Browser browser = Browser.of(signIn("otto", once));

    assertThat(browser.get("/api/v1/me").json(200).path("means").asText())
        .isEqualTo("one_time_password");
    for (String path : List.of(INCIDENTS, "/api/v1/people", "/api/v1/tokens", "/q/metrics")) {
      assertThat(browser.get(path).status()).as(path).isEqualTo(403);
    }
    assertThat(browser.postWithToken("/api/v1/tokens", Map.of("roles", List.of("*"))).status())
        .isEqualTo(403);
  }

  @Test
  @Order(1)
  void a_changed_password_ends_every_session_and_opens_a_new_one() {
    String once = added("paula");
    Browser browser = Browser.of(signIn("paula", once));

    Answer changed =
        browser.postWithToken("/api/v1/me/password", Map.of("current", once, "fresh", PASSWORD));

    assertThat(changed.status()).as(changed.text()).isEqualTo(204);
    assertThat(browser.get("/api/v1/me").status()).isEqualTo(401);
    assertThat(signIn("paula", once).status()).isEqualTo(401);
    assertThat(Browser.of(signIn("paula", PASSWORD)).get(INCIDENTS).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "eleven-char"})
  @Order(1)
  void a_short_password_is_not_taken(String fresh) {
    String name = unique("kim");
    String once = added(name);
    Browser browser = Browser.of(signIn(name, once));

    assertThat(
            browser
                .postWithToken("/api/v1/me/password", Map.of("current", once, "fresh", fresh))
                .status())
        .isEqualTo(400);
  }

  @Test
  @Order(1)
  void the_cookie_is_for_this_host_out_of_reach_of_scripts_and_other_sites() {
    String once = added("cleo");

    String plain = signIn("cleo", once).header("set-cookie").orElseThrow();
    String behindTls =
        signIn("cleo", once, "X-Forwarded-Proto", "https").header("set-cookie").orElseThrow();

    assertThat(plain)
        .startsWith("firebreak=")
        .containsIgnoringCase("HttpOnly")
        .contains("SameSite=Strict", "Path=/")
        .doesNotContain("Domain")
        .doesNotContain("Secure");
    assertThat(behindTls)
        .startsWith("__Host-firebreak=")
        .containsIgnoringCase("HttpOnly")
        .contains("SameSite=Strict", "Path=/", "Secure")
        .doesNotContain("Domain");
  }

  @Test
  @Order(1)
  void the_name_for_loopback_counts_on_loopback_only() {
    Browser browser = signedIn("lena");

    Answer behindTls =
        app.http().get(INCIDENTS, Map.of("Cookie", browser.cookie(), "X-Forwarded-Proto", "https"));

    assertThat(behindTls.status()).isEqualTo(401);
  }

  @Test
  @Order(1)
  void what_changes_something_needs_the_sessions_own_token() {
    Browser one = signedIn("mara");
    Browser other = signedIn("nina");

    assertThat(one.get(INCIDENTS).status()).isEqualTo(200);
    assertThat(one.post(CHECKUP, Map.of()).status()).isEqualTo(403);
    assertThat(one.post(CHECKUP, Map.of(), "X-CSRF-Token", "").status()).isEqualTo(403);
    assertThat(one.post(CHECKUP, Map.of(), "X-CSRF-Token", other.csrf()).status()).isEqualTo(403);
    assertThat(one.postWithToken(CHECKUP, Map.of()).status()).isEqualTo(200);
  }

  @Test
  @Order(1)
  void a_browser_that_was_reloaded_learns_its_token_again() {
    Browser browser = signedIn("olga");

    assertThat(browser.get("/api/v1/me").json(200).path("csrf").asText()).isEqualTo(browser.csrf());
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
  @Order(1)
  void no_form_of_another_site_signs_anybody_in(String type) {
    String once = added(unique("rosa"));
    byte[] body = Json.bytes(Map.of("name", "rosa", "password", once));

    Answer answer = app.http().post(SESSION, Map.of("Content-Type", type), body);

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.header("set-cookie")).isEmpty();
  }

  @Test
  @Order(1)
  void a_browser_with_an_old_cookie_is_somebody_unknown_and_not_shut_out() {
    Map<String, String> old = Map.of("Cookie", "firebreak=" + unique("old"));

    assertThat(app.http().get("/q/health", old).status()).isEqualTo(200);
    assertThat(app.http().get(INCIDENTS, old).status()).isEqualTo(401);
  }

  @Test
  @Order(1)
  void signing_out_ends_the_session() {
    Browser browser = signedIn("sara");

    Answer out =
        app.http()
            .send(
                "DELETE",
                SESSION,
                Map.of("Cookie", browser.cookie(), "X-CSRF-Token", browser.csrf()),
                new byte[0]);

    assertThat(out.status()).isEqualTo(204);
    assertThat(out.header("set-cookie").orElse("")).contains("Max-Age=0");
    assertThat(browser.get("/api/v1/me").status()).isEqualTo(401);
  }

  @Test
  @Order(1)
  void a_new_one_time_password_and_shutting_out_end_the_session() {
    Browser reset = signedIn("tina");
    Browser shut = signedIn("uma");

    app.operator().post("/api/v1/people/tina/password", Map.of()).json(200);
    app.operator().post("/api/v1/people/uma/disable", Map.of()).json(200);

    assertThat(reset.get("/api/v1/me").status()).isEqualTo(401);
    assertThat(shut.get("/api/v1/me").status()).isEqualTo(401);
  }

  @Test
  @Order(1)
  void passwords_and_sessions_are_stored_as_hashes() throws SQLException {
    Browser browser = signedIn("vera");
    String cookie = browser.cookie().split("=", 2)[1];

    List<String> accounts =
        Database.asApplication(app).texts("select password from account where name = 'vera'");
    List<String> sessions = Database.asApplication(app).texts("select s::text from session s");

    assertThat(accounts.get(0)).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(sessions).isNotEmpty().noneMatch(s -> s.contains(cookie));
  }

  @Test
  @Order(2)
  void the_same_is_said_whatever_was_wrong() {
    added("wanda");
    String once = added("xenia");
    app.operator().post("/api/v1/people/xenia/disable", Map.of()).json(200);

    List<Answer> answers =
        List.of(
            signIn("wanda", "wrong"),
            signIn("nobody-of-this-name", "wrong"),
            signIn("xenia", once));

    assertThat(answers).extracting(Answer::status).containsOnly(401);
    assertThat(answers).extracting(Answer::text).containsOnly(answers.get(0).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"yvonne", "nobody-here"})
  @Order(3)
  void guesses_at_one_account_are_slowed_down_also_when_made_at_once(String name) {
    String right = name.equals("yvonne") ? added(name) : "x";

    List<Answer> answers = AtOnce.run(8, i -> () -> signIn(name, "guess-" + i));
    assertThat(answers).extracting(Answer::status).filteredOn(s -> s == 401).hasSize(5);
    assertThat(answers).extracting(Answer::status).filteredOn(s -> s == 429).hasSize(3);

    Await.until("a wait of seconds", () -> wait(signIn(name, "guess")) >= 4);
    Answer withTheRightOne = signIn(name, right);

    assertThat(withTheRightOne.status()).isEqualTo(429);
    assertThat(withTheRightOne.text()).contains("Come back in " + wait(withTheRightOne) + " s.");
  }

  /** Seconds to stay away; 0 where nothing is said. */
  private static int wait(Answer answer) {
    return answer.header("retry-after").map(Integer::valueOf).orElse(0);
  }

  @Test
  @Order(4)
  void guesses_from_one_address_are_slowed_down_whomever_they_try() {
    List<Integer> statuses =
        IntStream.range(0, 30).map(i -> signIn("name-" + i, "guess").status()).boxed().toList();

    assertThat(statuses).contains(429).doesNotContain(200, 500);
  }

  @Test
  @Order(5)
  void a_body_that_is_no_login_is_no_error_of_ours() {
    for (String body : List.of("", "{", "[]", "null", "{\"name\":7}", "{\"name\":{}}")) {
      Answer answer =
          app.http()
              .post(
                  SESSION,
                  Map.of("Content-Type", "application/json"),
                  body.getBytes(StandardCharsets.UTF_8));
      assertThat(answer.status()).as(body).isIn(400, 401, 429);
    }
  }
}
