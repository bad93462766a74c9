package dev.firebreak.engine;

import dev.firebreak.engine.PlaybookRefused.Finding;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedDecisionRule;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.TypedValue;

/** Reads decision tables. Safe for all threads; one instance serves the whole application. */
public final class Decisions {
  /** How many different inputs a table remembers. */
  static final int REMEMBERED = 4096;

  private final DecisionGate gate = new DecisionGate();
  private final DefaultDmnEngineConfiguration configuration;
  private final DmnEngine engine;

  /** The rules that hit in the evaluation that runs on this thread. */
  private final ThreadLocal<List<DecisionTable.Hit>> hits = ThreadLocal.withInitial(ArrayList::new);

  public Decisions() {
    configuration = fenced();
    configuration.setCustomPostDecisionTableEvaluationListeners(List.of(this::remember));
    engine = configuration.buildEngine();
  }

  /** FEEL and nothing else. */
  static DefaultDmnEngineConfiguration fenced() {
    DefaultDmnEngineConfiguration configuration =
        (DefaultDmnEngineConfiguration)
            DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
    configuration.setScriptEngineResolver(language -> noScripts());
    configuration.setElProvider(
        text -> {
          throw new DmnEngineException("Only FEEL is evaluated.");
        });
    configuration.setDefaultInputExpressionExpressionLanguage("feel");
    configuration.setDefaultInputEntryExpressionLanguage("feel");
    configuration.setDefaultOutputEntryExpressionLanguage("feel");
    configuration.setDefaultLiteralExpressionLanguage("feel");
    configuration.setFeelCustomFunctionProviders(List.of());
    configuration.setFeelEngineFactory(RememberingFeel::new);
    return configuration;
  }

  @SuppressWarnings("NullAway") // the API's word for "no such language"
  private static javax.script.ScriptEngine noScripts() {
    return null;
  }

  /**
   * Checks and compiles a decision table.
   *
   * @param name for messages
   * @throws PlaybookRefused with every finding
   */
  public DecisionTable read(String name, byte[] dmn) throws PlaybookRefused {
    List<Finding> findings = gate.check(dmn);
    if (!findings.isEmpty()) {
      throw new PlaybookRefused(name, findings);
    }
    GateElement root = tree(name, dmn);
    findings = cells(root);
    if (!findings.isEmpty()) {
      throw new PlaybookRefused(name, findings);
    }
    try {
      DmnDecision decision = engine.parseDecisions(new ByteArrayInputStream(dmn)).get(0);
      return new Table(name, decision, Sha256.hex(dmn), annotations(root));
    } catch (RuntimeException broken) {
      throw new PlaybookRefused(
          name, List.of(new Finding(0, "file", "cannot be read as DMN: " + reason(broken))));
    }
  }

  private static GateElement tree(String name, byte[] dmn) throws PlaybookRefused {
    try {
      return GateXml.read(dmn);
    } catch (GateXml.Unreadable unreadable) {
      throw new PlaybookRefused(name, List.of(unreadable.finding()));
    }
  }

  private static String reason(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage()).lines().findFirst().orElse("unknown reason");
  }

  /** A cell that FEEL cannot parse is found now, not when the first alert reaches its rule. */
  private List<Finding> cells(GateElement root) {
    List<Finding> findings = new ArrayList<>();
    root.all()
        .filter(element -> element.name.getLocalPart().equals("text"))
        .forEach(
            cell ->
                problem(cell)
                    .ifPresent(
                        problem -> findings.add(new Finding(cell.line, cell.place(), problem))));
    return findings;
  }

  private Optional<String> problem(GateElement cell) {
    String text = cell.trimmedText();
    String kind = cell.parent.map(parent -> parent.name.getLocalPart()).orElse("");
    var nothing = Variables.emptyVariableContext();
    try {
      if (!text.isEmpty() && kind.equals("inputEntry")) {
        configuration.getFeelEngine().evaluateSimpleUnaryTests(text, "cellInput", nothing);
      } else if (!text.isEmpty()
          && (kind.equals("outputEntry") || kind.equals("inputExpression"))) {
        configuration.getFeelEngine().evaluateSimpleExpression(text, nothing);
      }
      return Optional.empty();
    } catch (FeelException broken) {
      return String.valueOf(broken.getMessage()).contains("failed to parse")
          ? Optional.of("FEEL cannot read '" + text + "'")
          : Optional.empty();
    }
  }

  private static Map<String, String> annotations(GateElement root) {
    Map<String, String> annotations = new HashMap<>();
    root.all()
        .filter(element -> element.name.getLocalPart().equals("rule"))
        .forEach(
            rule ->
                annotations.put(
                    rule.attribute("id"),
                    DecisionGate.named(rule, "description").stream()
                        .map(GateElement::trimmedText)
                        .findFirst()
                        .orElse("")));
    return Map.copyOf(annotations);
  }

  private void remember(DmnDecisionTableEvaluationEvent event) {
    for (DmnEvaluatedDecisionRule rule : event.getMatchingRules()) {
      Map<String, Object> outputs = new LinkedHashMap<>();
      rule.getOutputEntries()
          .values()
          .forEach(
              output -> {
                Object value = value(output.getValue());
                if (value != null) {
                  outputs.put(
                      output.getOutputName(), DataValues.copy(output.getOutputName(), value));
                }
              });
      hits.get().add(new DecisionTable.Hit(rule.getId(), "", outputs));
    }
  }

  @SuppressWarnings("NullAway") // an empty cell has no value
  private static @org.jspecify.annotations.Nullable Object value(TypedValue value) {
    return value == null ? null : value.getValue();
  }

  private final class Table implements DecisionTable {
    private final String name;
    private final DmnDecision decision;
    private final String sha256;
    private final Map<String, String> annotations;
    private final Map<Map<String, Object>, List<Hit>> known = new Recent();

    Table(String name, DmnDecision decision, String sha256, Map<String, String> annotations) {
      this.name = name;
      this.decision = decision;
      this.sha256 = sha256;
      this.annotations = annotations;
    }

    @Override
    public List<Hit> decide(Map<String, Object> inputs) {
      @SuppressWarnings("unchecked")
      Map<String, Object> key = (Map<String, Object>) DataValues.copy("inputs", inputs);
      synchronized (known) {
        List<Hit> before = known.get(key);
        if (before != null) {
          return before;
        }
      }
      List<Hit> result = evaluate(key);
      synchronized (known) {
        known.put(key, result);
      }
      return result;
    }

    private List<Hit> evaluate(Map<String, Object> inputs) {
      try {
        engine.evaluateDecisionTable(decision, inputs);
        return hits.get().stream()
            .map(
                hit ->
                    new Hit(
                        hit.ruleId(),
                        annotations.getOrDefault(hit.ruleId(), ""),
                        Map.copyOf(hit.outputs())))
            .toList();
      } catch (DmnEngineException failed) {
        throw new IllegalStateException(
            name + " cannot decide: " + reason(failed) + ". Correct the table.", failed);
      } finally {
        hits.remove();
      }
    }

    @Override
    public String sha256() {
      return sha256;
    }
  }

  /** The inputs asked for last. */
  private static final class Recent
      extends LinkedHashMap<Map<String, Object>, List<DecisionTable.Hit>> {
    Recent() {
      super(64, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(
        Map.Entry<Map<String, Object>, List<DecisionTable.Hit>> eldest) {
      return size() > REMEMBERED;
    }
  }
}
