package dev.firebreak.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "watch", description = "Follow what happens, as it happens; Ctrl-C ends it.")
final class WatchCommand extends ServerCommand {
  private static final long PAUSE_MILLIS = 1_000;

  @Parameters(index = "0", arity = "0..1", paramLabel = "INCIDENT", description = "Only this one.")
  private String incident = "";

  @Option(
      names = "--after",
      paramLabel = "SEQ",
      description = "Begin after this event, by its number.")
  private Optional<String> after = Optional.empty();

  @Option(names = "--count", paramLabel = "N", description = "End after so many events.")
  private long count = Long.MAX_VALUE;

  private Optional<String> lastSeen = Optional.empty();
  private final StringBuilder data = new StringBuilder();

  @Override
  int run(Server server) {
    Optional<String> only =
        incident.isEmpty() ? Optional.empty() : Optional.of(Ids.incident(server, incident));
    lastSeen = after;
    Stream<String> events = server.events(lastSeen);
    sayStopped(server); // Whoever watches does not wait for the end to learn it.
    follow(events, only);
    while (count > 0) {
      follow(again(server), only);
    }
    return 0;
  }

  private void follow(Stream<String> stream, Optional<String> only) {
    try (stream) {
      read(stream.iterator(), only);
    } catch (UncheckedIOException e) {
      // The connection broke; the caller goes on where it did.
      data.setLength(0);
    }
  }

  /** Connects until it works: the server may just be starting again. */
  private Stream<String> again(Server server) {
    err().println("connection lost; trying again ...");
    err().flush();
    while (true) {
      try {
        Thread.sleep(PAUSE_MILLIS);
        return server.events(lastSeen);
      } catch (CannotDo e) {
        if (e.exitCode() != CannotDo.NOT_REACHABLE) {
          throw e;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CannotDo(CannotDo.NOT_REACHABLE, "interrupted");
      }
    }
  }

  private void read(Iterator<String> lines, Optional<String> only) {
    while (count > 0 && lines.hasNext()) {
      String line = lines.next();
      if (line.startsWith("id:")) {
        lastSeen = Optional.of(line.substring(3).strip());
      } else if (line.startsWith("data:")) {
        data.append(line.substring(5).strip());
      } else if (line.isEmpty() && !data.isEmpty()) {
        show(data.toString(), only);
        data.setLength(0);
      }
    }
  }

  private void show(String text, Optional<String> only) {
    JsonNode event;
    try {
      event = new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      return; // A keep-alive or a newer server's own; not an event we can show.
    }
    String of = event.path("incident").asText("");
    if (!event.hasNonNull("kind") || only.filter(id -> !id.equals(of)).isPresent()) {
      return;
    }
    count--;
    print(
        event,
        "%s  %-8s  %s"
            .formatted(
                Plain.time(Plain.field(event, "at")),
                event.hasNonNull("incident") ? Plain.id(event, "incident") : "",
                EventLine.of(event)));
  }
}
