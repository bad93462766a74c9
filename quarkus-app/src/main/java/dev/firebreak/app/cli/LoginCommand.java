package dev.firebreak.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Console;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gets a new token for a name and a password, and keeps it where its owner alone can read it. */
@Command(
    name = "login",
    description = {
      "Sign in with name and password; the token is kept in the home folder.",
      "Use it with --as NAME; the first person's is used where nothing is said."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class LoginCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      defaultValue = "operator",
      paramLabel = "NAME",
      description = "Whose account; operator where nothing is said.")
  private String name = "";

  @Option(
      names = "--expires",
      defaultValue = "P1D",
      paramLabel = "DURATION",
      description = "How long the token lives; default P1D.")
  private String life = "";

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Read the password there instead of asking for it.")
  private Optional<Path> passwordFile = Optional.empty();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  @Override
  public Integer call() {
    Home home = Cli.home(spec);
    URI base = home.url();
    Path file = name.equals("operator") ? home.folder().resolve("token") : home.person(name);
    HttpResponse<String> signedIn =
        post(base, "/session", Map.of("name", name, "password", password()), Map.of());
    if (signedIn.statusCode() != 200) {
      throw refused(signedIn);
    }
    JsonNode session = read(signedIn);
    if (session.path("oneTimePassword").asBoolean()) {
      throw new CannotDo(
          CannotDo.REFUSED,
          "this is a one-time password: sign in by browser and choose your own first");
    }
    Map<String, String> shown =
        Map.of(
            "Cookie",
            signedIn.headers().firstValue("set-cookie").orElse("").split(";", 2)[0],
            "X-CSRF-Token",
            session.path("csrf").asText());
    JsonNode made = token(base, shown);
    write(file, made.path("token").asText());
    spec.commandLine()
        .getOut()
        .println(
            "signed in until "
                + Plain.time(Plain.field(made, "expiresAt"))
                + "; the token is in "
                + file);
    return 0;
  }

  /** The session is for this alone, and ends whatever came of it. */
  private JsonNode token(URI base, Map<String, String> shown) {
    try {
      HttpResponse<String> made =
          post(
              base,
              "/tokens",
              Map.of("roles", List.of("*"), "life", life, "label", "command line"),
              shown);
      if (made.statusCode() != 201) {
        throw refused(made);
      }
      return read(made);
    } finally {
      HttpRequest.Builder end = request(base, "/session").DELETE();
      shown.forEach(end::header);
      send(end.build(), base);
    }
  }

  private String password() {
    try {
      if (passwordFile.isPresent()) {
        return Files.readString(passwordFile.get()).strip();
      }
    } catch (IOException e) {
      throw new CannotDo(CannotDo.USAGE, passwordFile.get() + " cannot be read");
    }
    Console console = System.console();
    if (console == null) {
      throw new CannotDo(
          CannotDo.USAGE, "there is no terminal to ask at; say --password-file FILE");
    }
    return new String(console.readPassword("Password of %s: ", name));
  }

  private HttpResponse<String> post(
      URI base, String path, Map<String, ?> body, Map<String, String> headers) {
    HttpRequest.Builder request =
        request(base, path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.valueToTree(body).toString()));
    headers.forEach(request::header);
    return send(request.build(), base);
  }

  private static HttpRequest.Builder request(URI base, String path) {
    return HttpRequest.newBuilder(
            URI.create(base.toString().replaceAll("/+$", "") + "/api/v1" + path))
        .timeout(Duration.ofSeconds(30));
  }

  private HttpResponse<String> send(HttpRequest request, URI base) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new CannotDo(CannotDo.NOT_REACHABLE, "no server answers at " + base);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotDo(CannotDo.NOT_REACHABLE, "interrupted");
    }
  }

  private static CannotDo refused(HttpResponse<String> answer) {
    String why =
        read(answer).path("detail").asText("the server answered HTTP " + answer.statusCode());
    return new CannotDo(CannotDo.REFUSED, Plain.text(why));
  }

  private static JsonNode read(HttpResponse<String> answer) {
    try {
      return answer.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new CannotDo(CannotDo.REFUSED, "the server's answer is no JSON; is it Firebreak?");
    }
  }

  /** Readable by its owner from the first moment, and whole or not there. */
  private static void write(Path file, String token) {
    var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path fresh = Files.createTempFile(folder, "token", ".new", mine);
      Files.writeString(fresh, token + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CannotDo(CannotDo.REFUSED, file + " could not be written: " + e.getMessage());
    }
  }
}
