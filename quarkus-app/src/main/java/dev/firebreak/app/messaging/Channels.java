package dev.firebreak.app.messaging;

import dev.firebreak.app.Metrics;
import dev.firebreak.audit.Entry;
import dev.firebreak.intake.Admission;
import dev.firebreak.response.Response;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.annotations.Broadcast;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The channels. They carry ids only and may lose or repeat them: the inbox and the audit trail are
 * the truth, and the sweeper finds what a channel lost. Critical alerts have a channel and threads
 * of their own.
 */
@ApplicationScoped
public class Channels {
  private static final Logger LOG = Logger.getLogger(Channels.class);

  private final Emitter<String> critical;
  private final Emitter<String> ordinary;
  private final Emitter<Long> changes;
  private final Multi<Long> changed;
  private final Metrics metrics;
  private volatile @Nullable Response response;
  private volatile @Nullable Admission admission;

  @Inject
  Channels(
      @Channel("alerts-critical")
          @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 32_768)
          Emitter<String> critical,
      @Channel("alerts-ordinary")
          @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 32_768)
          Emitter<String> ordinary,
      @Broadcast @Channel("changes") @OnOverflow(OnOverflow.Strategy.DROP) Emitter<Long> changes,
      @Channel("changes") Multi<Long> changed,
      Metrics metrics) {
    this.critical = critical;
    this.ordinary = ordinary;
    this.changes = changes;
    this.changed = changed;
    this.metrics = metrics;
  }

  /** Connects the far end. */
  public void connect(Response response, Admission admission) {
    this.response = response;
    this.admission = admission;
  }

  /** Says that an alert was stored. */
  public void accepted(UUID alert, boolean isCritical) {
    try {
      (isCritical ? critical : ordinary).send(alert.toString());
    } catch (RuntimeException e) {
      LOG.debugf("alert %s is left to the sweeper: %s", alert, e.getMessage());
    }
  }

  /** Says that the audit trail has grown. */
  public void sealed(List<Entry> entries) {
    metrics.seen(entries);
    try {
      changes.send(entries.get(entries.size() - 1).seq());
    } catch (RuntimeException e) {
      LOG.debugf("a change was not announced: %s", e.getMessage());
    }
  }

  /** Numbers of the newest sealed entry, as they come; some may be left out. */
  public Multi<Long> changed() {
    return changed;
  }

  @Incoming("alerts-critical")
  @Blocking(value = "critical", ordered = false)
  void onCritical(String alert) {
    handle(alert, true);
  }

  @Incoming("alerts-ordinary")
  @Blocking(value = "ordinary", ordered = false)
  void onOrdinary(String alert) {
    handle(alert, false);
  }

  private void handle(String alert, boolean isCritical) {
    Response r = response;
    Admission a = admission;
    if (r == null || a == null) {
      return;
    }
    try {
      if (r.handle(UUID.fromString(alert))) {
        a.leave(isCritical);
      }
    } catch (RuntimeException e) {
      LOG.errorf(e, "alert %s is left to the sweeper", alert);
    }
  }
}
