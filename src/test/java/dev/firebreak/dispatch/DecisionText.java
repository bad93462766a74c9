package dev.firebreak.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a small decision table: one input column, the first rule that fits decides. */
final class DecisionText {
  private final String name;
  private final String input;
  private final List<String> outputs;
  private final List<String> rules = new ArrayList<>();

  /**
   * @param name the decision's id
   * @param input the variable of the only column
   * @param outputs names of the outputs
   */
  DecisionText(String name, String input, List<String> outputs) {
    this.name = name;
    this.input = input;
    this.outputs = List.copyOf(outputs);
  }

  /**
   * Adds a rule.
   *
   * @param value what the input must be; empty for anything
   * @param then one value for each output
   */
  DecisionText when(String value, String... then) {
    String id = "rule-" + (rules.size() + 1);
    StringBuilder rule = new StringBuilder("<rule id=\"%s\">".formatted(id));
    rule.append(
        "<inputEntry id=\"%s-in\"><text>%s</text></inputEntry>"
            .formatted(id, value.isEmpty() ? "" : quoted(value)));
    for (int i = 0; i < then.length; i++) {
      rule.append(
          "<outputEntry id=\"%s-out%d\"><text>%s</text></outputEntry>"
              .formatted(id, i, then[i].matches("\\d+") ? then[i] : quoted(then[i])));
    }
    rules.add(rule.append("</rule>").toString());
    return this;
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  String dmn() {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="%1$s-table"
        name="%1$s" namespace="https://firebreak.dev/dmn">
    <decision id="%1$s" name="%1$s">
    <decisionTable id="table" hitPolicy="FIRST">
    <input id="in"><inputExpression id="in-expression" typeRef="string"><text>%2$s</text></inputExpression></input>
    %3$s
    %4$s
    </decisionTable>
    </decision>
    </definitions>
    """
        .formatted(
            name,
            input,
            outputs.stream()
                .map(
                    o ->
                        "<output id=\"%1$s-out\" name=\"%1$s\" typeRef=\"%2$s\" />"
                            .formatted(o, o.equals("approvals") ? "integer" : "string"))
                .collect(Collectors.joining("\n")),
            String.join("\n", rules));
  }
}
