package dev.firebreak.playbooks;

import dev.firebreak.action.Connectors;
import dev.firebreak.engine.CamundaEngine;
import dev.firebreak.engine.EngineOptions;
import dev.firebreak.engine.IncidentData;
import dev.firebreak.engine.PlaybookEngine;
import dev.firebreak.engine.RunListener;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The real engine, built once: that takes longer than playing a case. Each case's stages borrow it
 * in turn. Its timers are off: only what the case does moves a run on.
 */
final class SharedEngine implements AutoCloseable {
  private record Borrower(IncidentData data, RunListener listener, Connectors connectors) {}

  private final AtomicReference<Borrower> borrower = new AtomicReference<>();
  private final CamundaEngine engine;

  SharedEngine(RehearsalDatabase database) {
    this.engine =
        new CamundaEngine(
            database.pool(),
            database.transactions(),
            (incident, run) -> borrower.get().data().of(incident, run),
            new Listener(),
            topic -> borrower.get().connectors().knows(topic),
            true,
            new EngineOptions(false));
  }

  private final class Listener implements RunListener {
    @Override
    public void advanced(Advance advance) {
      borrower.get().listener().advanced(advance);
    }

    @Override
    public void stuck(String runId, String incidentId, String nodeId, String reason) {
      borrower.get().listener().stuck(runId, incidentId, nodeId, reason);
    }
  }

  /** The engine, working for these until the next borrower comes; closing it gives it back. */
  PlaybookEngine lend(IncidentData data, RunListener listener, Connectors connectors) {
    borrower.set(new Borrower(data, listener, connectors));
    return (PlaybookEngine)
        Proxy.newProxyInstance(
            PlaybookEngine.class.getClassLoader(),
            new Class<?>[] {PlaybookEngine.class},
            (proxy, method, arguments) ->
                method.getName().equals("close") ? null : call(method, arguments));
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(engine, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
