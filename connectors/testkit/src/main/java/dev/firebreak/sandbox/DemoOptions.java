package dev.firebreak.sandbox;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the demonstration runs.
 *
 * @param appCommand how the application is started
 * @param autoApprove after how long a waiting approval is answered with yes; by people where empty
 * @param port the application's preferred port
 * @param keep whether the application stays up afterwards until Ctrl-C
 * @param root the checkout
 * @param home the demonstration's own folder
 * @param usdPerSecond how fast the thief is
 */
record DemoOptions(
    List<String> appCommand,
    Optional<Duration> autoApprove,
    int port,
    boolean keep,
    Path root,
    Path home,
    BigDecimal usdPerSecond) {
  static final String USAGE =
      """
      usage: ./firebreak demo [--auto-approve[=SECONDS]] [--port PORT] [--keep]

        A thief drains a hot wallet of an exchange; all vendors are fakes on this machine. Firebreak
        gets the real alerts and stops him, and this command tells what happens.

        --auto-approve[=SECONDS]  a second person says yes to what waits, after 5 s or as given
        --port PORT               the application's port (8080, or a free one where that is taken)
        --keep                    leave all running afterwards, for a look around; Ctrl-C ends it
        --app-command COMMAND     how to start the application; or the words after --
      """;

  DemoOptions {
    appCommand = List.copyOf(appCommand);
    if (appCommand.isEmpty()) {
      throw new IllegalArgumentException(
          "how to start the application is missing; use ./firebreak demo, or give it after --");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("--port must be 0 to 65535, got " + port);
    }
  }

  /**
   * @param properties {@code firebreak.root}, {@code firebreak.app-command}
   * @param environment {@code FIREBREAK_HOME}: the demonstration's folder is {@code demo} in it
   * @throws IllegalArgumentException a sentence about an argument that cannot work
   */
  static DemoOptions parse(
      List<String> args, Map<String, String> properties, Map<String, String> environment) {
    Path root = Path.of(properties.getOrDefault("firebreak.root", "")).toAbsolutePath().normalize();
    String state = environment.getOrDefault("FIREBREAK_HOME", "");
    Path home = (state.isEmpty() ? root.resolve(".firebreak") : Path.of(state)).resolve("demo");
    List<String> command = words(properties.getOrDefault("firebreak.app-command", ""));
    Optional<Duration> autoApprove = Optional.empty();
    int port = 8080;
    boolean keep = false;
    for (int i = 0; i < args.size(); i++) {
      String a = args.get(i);
      if (a.equals("--")) {
        command = new ArrayList<>(args.subList(i + 1, args.size()));
        break;
      } else if (a.equals("--keep")) {
        keep = true;
      } else if (a.equals("--auto-approve")) {
        autoApprove = Optional.of(Duration.ofSeconds(5));
      } else if (a.startsWith("--auto-approve=")) {
        autoApprove = Optional.of(Duration.ofSeconds(number("--auto-approve", after(a))));
      } else if (a.startsWith("--port=")) {
        port = number("--port", after(a));
      } else if (a.startsWith("--app-command=")) {
        command = words(after(a));
      } else if (List.of("--port", "--app-command").contains(a) && i + 1 < args.size()) {
        i++;
        if (a.equals("--port")) {
          port = number(a, args.get(i));
        } else {
          command = words(args.get(i));
        }
      } else {
        throw new IllegalArgumentException(
            "'" + a + "' is no argument of the demo, or its value is missing");
      }
    }
    return new DemoOptions(
        command, autoApprove, port, keep, root, home.toAbsolutePath(), new BigDecimal("10000"));
  }

  /** The home as a person in the checkout would type it. */
  String shownHome() {
    Path normal = home.normalize();
    return normal.startsWith(root) ? root.relativize(normal).toString() : normal.toString();
  }

  private static String after(String argument) {
    return argument.substring(argument.indexOf('=') + 1);
  }

  private static List<String> words(String command) {
    return command.isBlank() ? List.of() : List.of(command.strip().split("\\s+"));
  }

  private static int number(String name, String value) {
    if (!value.matches("\\d{1,5}")) {
      throw new IllegalArgumentException(name + " must be a number, got '" + value + "'");
    }
    return Integer.parseInt(value);
  }
}
