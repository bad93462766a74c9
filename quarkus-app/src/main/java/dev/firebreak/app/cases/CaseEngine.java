package dev.firebreak.app.cases;

import dev.firebreak.action.Connectors;
import dev.firebreak.engine.CamundaEngine;
import dev.firebreak.engine.EngineOptions;
import dev.firebreak.engine.IncidentData;
import dev.firebreak.engine.PlaybookEngine;
import dev.firebreak.engine.RunListener;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The real engine, built once: that takes longer than playing a case. Each case's stages borrow it
 * in turn. Its timers are off: only what the case does moves a run on.
 */
final class CaseEngine implements AutoCloseable {
  private record Borrower(
      IncidentData data, RunListener listener, Connectors connectors, Set<String> flows) {}

  private volatile Optional<Borrower> borrower = Optional.empty();
  private final CamundaEngine engine;

  CaseEngine(CaseDatabase database) {
    this.engine =
        new CamundaEngine(
            database.pool(),
            database.transactions(),
            (incident, run) -> current().data().of(incident, run),
            new Listener(),
            topic -> current().connectors().knows(topic),
            true,
            new EngineOptions(false));
  }

  private Borrower current() {
    return borrower.orElseThrow();
  }

  private final class Listener implements RunListener {
    @Override
    public void advanced(Advance advance) {
      current().flows().addAll(advance.flows());
      current().listener().advanced(advance);
    }

    @Override
    public void stuck(String runId, String incidentId, String nodeId, String reason) {
      current().listener().stuck(runId, incidentId, nodeId, reason);
    }
  }

  /** Ids of the sequence flows that the present borrower's runs took. */
  Set<String> flows() {
    return current().flows();
  }

  /** The engine, working for these until the next borrower comes; closing it gives it back. */
  PlaybookEngine lend(IncidentData data, RunListener listener, Connectors connectors) {
    borrower = Optional.of(new Borrower(data, listener, connectors, ConcurrentHashMap.newKeySet()));
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
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
