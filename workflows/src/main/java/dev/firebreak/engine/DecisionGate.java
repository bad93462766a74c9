package dev.firebreak.engine;

import dev.firebreak.engine.PlaybookGate.Findings;
import dev.firebreak.engine.PlaybookRefused.Finding;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.namespace.QName;

/**
 * What a decision file must be: one decision table in FEEL, that computes no loops and defines no
 * functions. Everything else DMN knows (imports, invocations, functions, other languages) is
 * refused. Safe for all threads.
 */
final class DecisionGate {
  static final int MAX_RULES = 2000;
  static final int MAX_CELL = 1000;

  /** DMN 1.1 to 1.3, as the engine reads them. */
  private static final Set<String> DMN =
      Set.of(
          "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
          "http://www.omg.org/spec/DMN/20180521/MODEL/",
          "https://www.omg.org/spec/DMN/20191111/MODEL/");

  private static final Set<String> DRAWING =
      Set.of(
          "http://www.omg.org/spec/DMN/20180521/DMNDI/",
          "https://www.omg.org/spec/DMN/20191111/DMNDI/",
          "http://www.omg.org/spec/DMN/20180521/DC/",
          "http://www.omg.org/spec/DMN/20180521/DI/");

  /** Widths of columns. */
  private static final String BIODI = "http://bpmn.io/schema/dmn/biodi/2.0";

  private static final String MODELER = "http://camunda.org/schema/modeler/1.0";

  private static final Map<String, Set<String>> CHILDREN =
      Map.ofEntries(
          Map.entry("definitions", Set.of("description", "decision", "inputData")),
          Map.entry(
              "decision",
              Set.of(
                  "description",
                  "question",
                  "allowedAnswers",
                  "variable",
                  "informationRequirement",
                  "decisionTable")),
          Map.entry("inputData", Set.of("description", "variable")),
          Map.entry("variable", Set.of("description")),
          Map.entry("informationRequirement", Set.of("requiredInput")),
          Map.entry("requiredInput", Set.of()),
          Map.entry("decisionTable", Set.of("description", "input", "output", "rule")),
          Map.entry("input", Set.of("description", "inputExpression", "inputValues")),
          Map.entry("output", Set.of("description", "outputValues")),
          Map.entry("rule", Set.of("description", "inputEntry", "outputEntry")),
          Map.entry("inputExpression", Set.of("description", "text")),
          Map.entry("inputValues", Set.of("description", "text")),
          Map.entry("outputValues", Set.of("description", "text")),
          Map.entry("inputEntry", Set.of("description", "text")),
          Map.entry("outputEntry", Set.of("description", "text")),
          Map.entry("text", Set.of()),
          Map.entry("description", Set.of()),
          Map.entry("question", Set.of()),
          Map.entry("allowedAnswers", Set.of()));

  private static final Set<String> TEXT =
      Set.of("text", "description", "question", "allowedAnswers");
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "id",
          "name",
          "label",
          "namespace",
          "exporter",
          "exporterVersion",
          "hitPolicy",
          "preferredOrientation",
          "outputLabel",
          "typeRef",
          "expressionLanguage",
          "href");
  private static final Set<String> HIT_POLICIES =
      Set.of("", "UNIQUE", "FIRST", "ANY", "RULE ORDER", "COLLECT");
  private static final Set<String> LANGUAGES =
      Set.of(
          "",
          "feel",
          "http://www.omg.org/spec/FEEL/20140401",
          "http://www.omg.org/spec/DMN/20180521/FEEL/",
          "https://www.omg.org/spec/DMN/20191111/FEEL/");

  /** Loops, functions, and the text functions that a pattern can keep busy for ever. */
  private static final Pattern COSTLY =
      Pattern.compile("\\b(function|for|some|every|external)\\b|\\b(matches|replace|split)\\s*\\(");

  private static final Pattern STRINGS = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");

  /** Checks a file; never throws for anything in it. */
  List<Finding> check(byte[] dmn) {
    GateElement root;
    try {
      root = GateXml.read(dmn);
    } catch (GateXml.Unreadable unreadable) {
      return List.of(unreadable.finding());
    }
    if (!isDmn(root) || !root.name.getLocalPart().equals("definitions")) {
      return List.of(
          new Finding(root.line, "file", "is no DMN file: its root must be DMN definitions"));
    }
    Findings findings = new Findings();
    shape(root, findings);
    if (findings.list.isEmpty()) {
      table(root, findings);
    }
    return List.copyOf(findings.list);
  }

  private static boolean isDmn(GateElement element) {
    return DMN.contains(element.name.getNamespaceURI());
  }

  private static boolean isDrawing(GateElement element) {
    return DRAWING.contains(element.name.getNamespaceURI());
  }

  private static void shape(GateElement element, Findings findings) {
    String name = element.name.getLocalPart();
    attributes(element, findings);
    if (!TEXT.contains(name) && !element.trimmedText().isEmpty()) {
      findings.add(element, "text inside <" + name + "> is not allowed: remove it");
    }
    for (GateElement child : element.children) {
      if (name.equals("definitions") && isDrawing(child)) {
        drawing(child, findings);
      } else if (isDmn(child)
          && CHILDREN.getOrDefault(name, Set.of()).contains(child.name.getLocalPart())) {
        shape(child, findings);
      } else {
        findings.add(
            child,
            "<"
                + child.name.getLocalPart()
                + "> cannot stand in <"
                + name
                + ">: use one decision table with FEEL cells");
      }
    }
  }

  private static void attributes(GateElement element, Findings findings) {
    element.attributes.forEach(
        (name, value) -> {
          if (!isAllowed(element, name)) {
            findings.add(element, RefusalAdvice.attribute(element.name, name));
          } else if (name.getLocalPart().equals("expressionLanguage")
              && !LANGUAGES.contains(value)) {
            findings.add(
                element, "expression language '" + value + "' is refused: only feel is evaluated");
          }
        });
  }

  private static boolean isAllowed(GateElement element, QName attribute) {
    return switch (attribute.getNamespaceURI()) {
      case "" ->
          ATTRIBUTES.contains(attribute.getLocalPart())
              && (!attribute.getLocalPart().equals("href")
                  || element.name.getLocalPart().equals("requiredInput"));
      case BIODI -> true;
      case PlaybookShapes.CAMUNDA -> attribute.getLocalPart().equals("inputVariable");
      case MODELER -> element.name.getLocalPart().equals("definitions");
      default -> false;
    };
  }

  /** Nothing of it reaches the engine's evaluation; it only must be a drawing. */
  private static void drawing(GateElement element, Findings findings) {
    if (!isDrawing(element) || !element.trimmedText().isEmpty()) {
      findings.add(element, "is not part of a drawing: remove it");
      return;
    }
    element.children.forEach(child -> drawing(child, findings));
  }

  private static void table(GateElement root, Findings findings) {
    List<GateElement> decisions = named(root, "decision");
    List<GateElement> tables = decisions.stream().flatMap(d -> tables(d).stream()).toList();
    if (decisions.size() != 1 || tables.size() != 1) {
      findings.add(root, "must have exactly one decision with a decision table");
      return;
    }
    GateElement table = tables.get(0);
    if (!HIT_POLICIES.contains(table.attribute("hitPolicy"))) {
      findings.add(
          table,
          "hit policy '"
              + table.attribute("hitPolicy")
              + "' is not possible: use UNIQUE, FIRST, ANY, RULE ORDER or COLLECT");
    }
    rules(table, findings);
    root.all()
        .filter(element -> element.name.getLocalPart().equals("text"))
        .forEach(
            cell -> {
              cell(cell, findings);
            });
  }

  private static void rules(GateElement table, Findings findings) {
    List<GateElement> rules = named(table, "rule");
    if (rules.size() > MAX_RULES) {
      findings.add(table, "has " + rules.size() + " rules: at most " + MAX_RULES);
    }
    Set<String> ids = new HashSet<>();
    for (GateElement rule : rules) {
      String id = rule.attribute("id");
      if (id.isEmpty() || !ids.add(id)) {
        findings.add(rule, "each rule needs an id of its own: it is recorded as the reason");
      }
    }
  }

  private static void cell(GateElement cell, Findings findings) {
    String text = cell.text.toString();
    if (text.length() > MAX_CELL) {
      findings.add(cell, "a cell has more than " + MAX_CELL + " characters: split the rule");
      return;
    }
    Matcher costly = COSTLY.matcher(STRINGS.matcher(text).replaceAll("\"\""));
    if (costly.find()) {
      findings.add(
          cell,
          "'"
              + costly.group().strip()
              + "' is refused, it could run for ever: compare, or use contains, starts with or ends"
              + " with");
    }
  }

  private static List<GateElement> tables(GateElement decision) {
    return named(decision, "decisionTable");
  }

  static List<GateElement> named(GateElement element, String localName) {
    return element.children.stream()
        .filter(child -> isDmn(child) && child.name.getLocalPart().equals(localName))
        .toList();
  }
}
