package dev.firebreak.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.connector.Field;
import dev.firebreak.engine.PlaybookRefused.Finding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlaybookLintTest {
  private static final List<Field> INPUTS =
      List.of(
          new Field("wallet", Field.Kind.TEXT, false, true, "Which."),
          new Field("reason", Field.Kind.TEXT, false, false, "Why."));

  private final PlaybookLint lint =
      new PlaybookLint(
          topic -> topic.equals("bank.freeze") ? Optional.of(INPUTS) : Optional.empty());

  private static byte[] with(String inputs, String more) {
    return """
    <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn">
      <bpmn:process id="p"><bpmn:serviceTask id="freeze" camunda:type="external" camunda:topic="bank.freeze">
        <bpmn:extensionElements><camunda:inputOutput>%s</camunda:inputOutput></bpmn:extensionElements>
      </bpmn:serviceTask>%s</bpmn:process>
    </bpmn:definitions>
    """
        .formatted(inputs, more)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String input(String name) {
    return "<camunda:inputParameter name=\"" + name + "\">x</camunda:inputParameter>";
  }

  @Test
  void an_input_that_is_needed_and_not_given_is_an_error_at_the_step() {
    List<Finding> errors = lint.of(with(input("reason"), "")).errors();

    assertThat(errors).hasSize(1);
    assertThat(errors.get(0).element()).isEqualTo("freeze");
    assertThat(errors.get(0).message())
        .startsWith("bank.freeze cannot do without the input 'wallet' (text)");
  }

  @Test
  void an_input_that_the_action_does_not_know_is_an_error() {
    assertThat(lint.of(with(input("wallet") + input("walet"), "")).errors())
        .extracting(Finding::message)
        .containsExactly(
            "bank.freeze takes no input 'walet', but reason, wallet: rename or remove it");
  }

  @Test
  void a_step_may_always_be_rehearsed_by_its_mode() {
    assertThat(lint.of(with(input("wallet") + input("mode"), "")).errors()).isEmpty();
  }

  @Test
  void a_failure_that_nothing_catches_is_for_the_author_to_judge() {
    assertThat(lint.of(with(input("wallet"), "")).warnings())
        .extracting(Finding::message)
        .allSatisfy(m -> assertThat(m).startsWith("nothing catches its failure"))
        .hasSize(1);
  }

  @Test
  void an_error_boundary_event_catches_it() {
    String caught =
        "<bpmn:boundaryEvent id=\"b\""
            + " attachedToRef=\"freeze\"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>";

    assertThat(lint.of(with(input("wallet"), caught)).warnings()).isEmpty();
  }
}
