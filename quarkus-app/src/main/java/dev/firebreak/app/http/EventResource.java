package dev.firebreak.app.http;

import dev.firebreak.app.Assembly;
import dev.firebreak.app.messaging.Channels;
import dev.firebreak.app.security.Roles;
import dev.firebreak.audit.Entry;
import dev.firebreak.connector.Json;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The audit trail as it grows, as Server-Sent Events. The id of an event is its number in the
 * trail, so {@code Last-Event-ID} goes on exactly where a client was cut off, with nothing left out
 * and nothing twice.
 */
@Path("/api/v1/events")
@RolesAllowed(Roles.READER)
public class EventResource {
  private static final int PAGE = 200;
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** Then the stream ends, and a client that comes back shows anew that it may read. */
  private static final Duration CHECKED_AGAIN = Duration.ofMinutes(5);

  private final Assembly assembly;
  private final Channels channels;

  @Inject
  EventResource(Assembly assembly, Channels channels) {
    this.assembly = assembly;
    this.channels = channels;
  }

  /** From {@code Last-Event-ID} on, or from now. */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Multi<OutboundSseEvent> events(
      @HeaderParam("Last-Event-ID") Optional<String> lastEventId, @Context Sse sse) {
    Uni<AtomicLong> start =
        Uni.createFrom()
            .item(() -> new AtomicLong(from(lastEventId)))
            .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    Multi<OutboundSseEvent> entries =
        start.onItem().transformToMulti(this::follow).map(e -> event(sse, e));
    Multi<OutboundSseEvent> heartbeat =
        Multi.createFrom()
            .ticks()
            .startingAfter(HEARTBEAT)
            .every(HEARTBEAT)
            .onOverflow()
            .drop()
            .map(t -> sse.newEventBuilder().comment("alive").data("").build());
    return Multi.createBy().merging().streams(entries, heartbeat).select().first(CHECKED_AGAIN);
  }

  private long from(Optional<String> lastEventId) {
    return lastEventId
        .filter(s -> s.matches("\\d{1,18}"))
        .map(Long::valueOf)
        .orElseGet(assembly.trail::last);
  }

  /**
   * Each signal, and now and then the clock for what another node sealed, leads to a look at what
   * came after the last one sent.
   */
  private Multi<Entry> follow(AtomicLong last) {
    Multi<Long> clock = Multi.createFrom().ticks().every(LOOK).onOverflow().drop();
    return Multi.createBy()
        .merging()
        .streams(channels.changed(), clock)
        .onOverflow()
        .dropPreviousItems()
        .onItem()
        .transformToMultiAndConcatenate(
            signal ->
                Multi.createBy()
                    .repeating()
                    .uni(
                        () ->
                            Uni.createFrom()
                                .item(() -> next(last))
                                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()))
                    .whilst(page -> page.size() == PAGE)
                    .onItem()
                    .transformToMultiAndConcatenate(page -> Multi.createFrom().iterable(page)));
  }

  private List<Entry> next(AtomicLong last) {
    List<Entry> page = assembly.trail.after(last.get(), PAGE);
    if (!page.isEmpty()) {
      last.set(page.get(page.size() - 1).seq());
    }
    return page;
  }

  private static OutboundSseEvent event(Sse sse, Entry e) {
    return sse.newEventBuilder()
        .id(Long.toString(e.seq()))
        .name(e.kind())
        .mediaType(MediaType.TEXT_PLAIN_TYPE)
        .data(String.class, Json.write(Views.EventView.of(e)))
        .build();
  }
}
