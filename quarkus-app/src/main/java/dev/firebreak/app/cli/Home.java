package dev.firebreak.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the server is and who is asking: environment variables {@code FIREBREAK_URL} and {@code
 * FIREBREAK_TOKEN}, or the files that the server writes into its home folder.
 *
 * @param folder the server's home, {@code FIREBREAK_HOME} or {@code .firebreak}
 */
record Home(Path folder, Map<String, String> environment) {
  static Home of(Map<String, String> environment) {
    return new Home(Path.of(environment.getOrDefault("FIREBREAK_HOME", ".firebreak")), environment);
  }

  /** The server's base address. */
  URI url() {
    URI url = URI.create(variable("FIREBREAK_URL").orElseGet(this::writtenUrl));
    boolean loopback =
        "127.0.0.1".equals(url.getHost())
            || "localhost".equals(url.getHost())
            || "[::1]".equals(url.getHost());
    if (!"https".equals(url.getScheme()) && !loopback) {
      throw new CannotDo(
          CannotDo.USAGE, "the server's address " + url + " must be https: a token is sent there");
    }
    return url;
  }

  private String writtenUrl() {
    Path file = folder.resolve("server.json");
    try {
      return new ObjectMapper().readTree(Files.readString(file)).path("url").asText();
    } catch (JsonProcessingException e) {
      throw notRunning(file + " cannot be read");
    } catch (IOException e) {
      throw notRunning("there is no " + file);
    }
  }

  private static CannotDo notRunning(String why) {
    return new CannotDo(
        CannotDo.NOT_REACHABLE,
        "no server is running ("
            + why
            + "). Start one with ./firebreak serve, or say --home DIR or FIREBREAK_URL.");
  }

  /**
   * The token to show.
   *
   * @param as whose token file under {@code people/} to use; empty for the home's own
   */
  String token(Optional<String> as) {
    if (as.isPresent()) {
      return read(person(as.get()), "there is no token for '" + as.get() + "'");
    }
    return variable("FIREBREAK_TOKEN")
        .orElseGet(() -> read(folder.resolve("token"), "there is no token to sign in with"));
  }

  /** Where the token of a person is kept. */
  Path person(String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._@-]{0,99}")) {
      throw new CannotDo(
          CannotDo.USAGE, "a person's name has letters, digits and . _ @ -, got '" + name + "'");
    }
    return folder.resolve("people").resolve(name);
  }

  private static String read(Path file, String otherwise) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new CannotDo(
          CannotDo.USAGE,
          otherwise + " (" + file + " cannot be read). Set FIREBREAK_TOKEN, or say --home DIR.");
    }
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank());
  }
}
