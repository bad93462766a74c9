package dev.firebreak.app.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Has bodies read to their end before a thread is spent on them, so that any number of senders who
 * send slowly, or never finish, hold up nobody. All unfinished ones together have {@link #ROOM}
 * bytes; beyond, what began first gives way: an honest body is there within moments.
 */
@ApplicationScoped
public class Bodies {
  /** A tenth of the heap that jvm.options gives. */
  private static final long ROOM = 24L * 1024 * 1024;

  /** After {@code Doors} has sent away who may not come in. */
  private static final int AFTER_DOORS = 80;

  /** In the order in which they began; guarded, like {@link #held}, by this. */
  private final Set<Body> unfinished = new LinkedHashSet<>();

  private long held;

  void register(@Observes Filters filters) {
    filters.register(this::read, AFTER_DOORS);
  }

  private void read(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.isEnded()
        || request.method().equals(HttpMethod.GET)
        || request.method().equals(HttpMethod.HEAD)) {
      context.next();
      return;
    }
    Body body = new Body(context, this);
    synchronized (this) {
      unfinished.add(body);
    }
    body.read();
  }

  /** Makes room for more bytes of a body, if need be at the cost of the oldest. */
  void hold(Body body, int more) {
    List<Body> giveWay = new ArrayList<>();
    synchronized (this) {
      if (!unfinished.contains(body)) {
        return;
      }
      body.held += more;
      held += more;
      Iterator<Body> oldest = unfinished.iterator();
      while (held > ROOM && oldest.hasNext()) {
        Body b = oldest.next();
        oldest.remove();
        held -= b.held;
        giveWay.add(b);
      }
    }
    giveWay.forEach(Body::giveWay);
  }

  /**
   * @return whether it was unfinished until now
   */
  synchronized boolean release(Body body) {
    boolean first = unfinished.remove(body);
    if (first) {
      held -= body.held;
    }
    return first;
  }
}
