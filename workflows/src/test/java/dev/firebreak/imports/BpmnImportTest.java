package dev.firebreak.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** BPMN that was drawn for another engine, or for none. */
class BpmnImportTest {
  private static final String DRAWN =
      """
      <b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL"
          xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"
          xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:x="urn:x" id="d" x:tool="1">
        <b:collaboration id="c"><b:participant id="pool" processRef="P1"/></b:collaboration>
        <b:process id="P1" isExecutable="false">
          <b:scriptTask id="score" name="Score it" scriptFormat="js"><b:script>boom()</b:script></b:scriptTask>
          <b:serviceTask id="call" name="Call it" implementation="##WebService" camunda:class="a.B">
            <b:extensionElements><x:http url="u"/><camunda:executionListener class="a.C"/></b:extensionElements>
          </b:serviceTask>
          <b:dataObject id="data" name="Record"/>
          <b:manualTask id="phone" name="Phone"/>
        </b:process>
        <di:BPMNDiagram><di:BPMNPlane bpmnElement="P1">
          <di:BPMNShape id="s1" bpmnElement="score"/><di:BPMNShape id="s2" bpmnElement="data"/>
        </di:BPMNPlane></di:BPMNDiagram>
      </b:definitions>
      """;

  private static BpmnImport.Imported read(String file) throws ImportRefused {
    return BpmnImport.read(file.getBytes(StandardCharsets.UTF_8), "odd-login");
  }

  private static String text(byte[] bpmn) {
    return new String(bpmn, StandardCharsets.UTF_8);
  }

  @Test
  void its_process_takes_the_playbooks_name_wherever_it_is_referred_to() throws Exception {
    assertThat(text(read(DRAWN).bpmn()))
        .contains("<b:process camunda:historyTimeToLive=\"P30D\" id=\"odd-login\"")
        .contains("isExecutable=\"true\"", "processRef=\"odd-login\"", "bpmnElement=\"odd-login\"");
  }

  @Test
  void what_would_run_code_or_belongs_to_others_is_taken_out_and_listed() throws Exception {
    BpmnImport.Imported made = read(DRAWN);

    assertThat(text(made.bpmn()))
        .doesNotContain("boom", "x:http", "executionListener", "camunda:class", "dataObject")
        .doesNotContain("extensionElements", "bpmnElement=\"data\"")
        .contains("bpmnElement=\"score\"");
    assertThat(made.left())
        .containsExactlyInAnyOrder(
            "'Score it' (score): scriptFormat is not carried over",
            "'Score it' (score): its script is not carried over; no playbook runs code",
            "'Call it' (call): camunda:class is not carried over",
            "'Call it' (call): x:http is not carried over",
            "'Call it' (call): camunda:executionListener is not carried over",
            "'Record' (data): b:dataObject is not carried over");
  }

  @Test
  void a_task_is_given_to_a_person_where_that_is_chosen() throws Exception {
    byte[] bpmn = read(DRAWN).bpmn();

    byte[] mapped = TaskMapping.apply(bpmn, Map.of("phone", TaskMapping.Choice.person()));

    assertThat(text(mapped))
        .contains("<b:userTask camunda:candidateGroups=\"responders\" camunda:dueDate=\"PT30M\"")
        .doesNotContain("manualTask");
  }

  @Test
  void what_is_read_once_is_carried_over_whole_the_second_time() throws Exception {
    byte[] once = read(DRAWN).bpmn();

    BpmnImport.Imported twice = BpmnImport.read(once, "odd-login");

    assertThat(twice.left()).isEmpty();
    assertThat(text(twice.bpmn())).isEqualTo(text(once));
  }

  @Test
  void a_file_that_is_no_bpmn_is_refused() {
    assertThatThrownBy(() -> read("<html/>"))
        .hasMessage("the file is no BPMN 2.0: its root is html, no definitions");
  }
}
