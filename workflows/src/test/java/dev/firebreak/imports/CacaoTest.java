package dev.firebreak.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.connector.Json;
import dev.firebreak.imports.TaskProposals.Offered;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CACAO in and out, and tasks that are given actions. */
class CacaoTest {
  private static final Path PLAYBOOKS =
      Path.of(System.getProperty("firebreak.root", "..")).resolve("playbooks");
  private static final List<Offered> OFFERED =
      List.of(
          new Offered("pf.deny-ip", "", List.of("ip")),
          new Offered("okta.suspend-user", "", List.of("user")),
          new Offered("jira.create-issue", "", List.of("summary")));

  private static ObjectNode laptop() throws IOException {
    try (InputStream in = CacaoTest.class.getResourceAsStream("/cacao/stolen-laptop.json")) {
      return (ObjectNode) Json.mapper().readTree(Objects.requireNonNull(in));
    }
  }

  private static CacaoImport.Imported read(JsonNode playbook) throws ImportRefused {
    return CacaoImport.read(playbook, Optional.empty(), OFFERED);
  }

  private static String text(CacaoImport.Imported made) {
    return new String(made.bpmn(), StandardCharsets.UTF_8);
  }

  @Test
  void parallel_steps_become_parallel_gateways_and_conditions_become_data() throws Exception {
    String bpmn = text(read(laptop()));

    assertThat(bpmn)
        .contains("<bpmn:parallelGateway id=\"split\"", "<bpmn:parallelGateway id=\"join\"")
        .contains("${risk &gt; 7 and owner != 'nobody'}", "${colour == 'red'}", "${risk &gt; 3}")
        .contains("<bpmndi:BPMNShape", "<bpmndi:BPMNEdge");
  }

  @Test
  void an_openc2_command_becomes_the_one_action_that_does_it() throws Exception {
    assertThat(text(read(laptop())))
        .contains("camunda:topic=\"pf.deny-ip\"")
        .contains("<camunda:inputParameter name=\"ip\">198.51.100.7</camunda:inputParameter>");
  }

  @Test
  void what_is_not_carried_over_is_listed() throws Exception {
    assertThat(read(laptop()).left())
        .anyMatch(l -> l.startsWith("workflow_exception is not carried over"))
        .anyMatch(l -> l.contains("__colour__"))
        .anyMatch(l -> l.contains("'Suspend the user account': on_failure"))
        .anyMatch(l -> l.contains("[network-traffic:dst_port = 445]"))
        .anyMatch(l -> l.contains("fills in [colour] at the start"));
  }

  @Test
  void text_of_the_file_is_never_an_expression() throws Exception {
    assertThat(text(read(laptop()))).doesNotContain("${sign.ins}");
  }

  @Test
  void a_file_that_the_schemas_refuse_is_refused_with_every_reason() throws Exception {
    ObjectNode broken = laptop();
    broken.put("spec_version", "cacao-1.1").remove("created");

    assertThatThrownBy(() -> read(broken))
        .isInstanceOfSatisfying(
            ImportRefused.class, e -> assertThat(e.problems()).hasSizeGreaterThan(1));
  }

  @Test
  void a_step_that_leads_nowhere_is_refused() throws Exception {
    ObjectNode broken = laptop();
    ((ObjectNode) broken.path("workflow")).remove("action--10000000-0000-4000-8000-00000000000d");

    assertThatThrownBy(() -> read(broken)).hasMessageContaining("is no step of the workflow");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hot-wallet-drain", "stolen-credential", "lateral-movement"})
  void a_shipped_playbook_is_valid_cacao_and_comes_back_with_its_actions(String name)
      throws Exception {
    byte[] file = Files.readAllBytes(PLAYBOOKS.resolve(name).resolve("playbook.bpmn"));

    CacaoExport.Exported out = CacaoExport.write(name, file, Instant.EPOCH);

    assertThat(CacaoSchemas.problems(out.playbook())).isEmpty();
    assertThat(out.left()).isNotEmpty();
    List<Offered> all =
        BpmnXml.all(BpmnXml.read(file).getDocumentElement(), "serviceTask").stream()
            .map(t -> new Offered(t.getAttributeNS(BpmnXml.CAMUNDA, "topic"), "", List.of()))
            .toList();
    CacaoImport.Imported back = CacaoImport.read(out.playbook(), Optional.of(name), all);
    assertThat(text(back)).contains("camunda:topic=\"okta.", "camunda:topic=\"jira.create-issue\"");
  }

  @Test
  void a_loop_goes_out_as_a_while_and_a_timer_as_a_delay() throws Exception {
    CacaoExport.Exported out =
        CacaoExport.write("stolen-laptop", read(laptop()).bpmn(), Instant.EPOCH);

    assertThat(out.left()).isEmpty();
    assertThat(out.playbook().toString()).contains("while-condition", "\"delay\":60000");
  }

  @ParameterizedTest
  @CsvSource({
    "Suspend user account, okta.suspend-user",
    "Disable the user, okta.suspend-user",
    "Create a ticket, jira.create-issue",
    "Block IP, pf.deny-ip"
  })
  void a_task_is_offered_the_action_that_its_name_means(String task, String topic) {
    assertThat(TaskProposals.of(task, OFFERED).get(0).topic()).isEqualTo(topic);
  }

  @Test
  void a_task_that_resembles_nothing_is_offered_nothing() {
    assertThat(TaskProposals.of("Call the insurer", OFFERED)).isEmpty();
  }

  @Test
  void a_mapping_changes_the_task_and_nothing_else() throws Exception {
    String drawn =
        """
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:x="urn:x">
          <bpmn:process id="p" x:kept="yes"><!-- a remark -->
            <bpmn:task id="a" name="Suspend user"><bpmn:outgoing>f</bpmn:outgoing></bpmn:task>
            <bpmn:sequenceFlow id="f" sourceRef="a" targetRef="b"/>
            <bpmn:manualTask id="b" name="Call"><bpmn:incoming>f</bpmn:incoming></bpmn:manualTask>
          </bpmn:process>
        </bpmn:definitions>
        """;
    byte[] bpmn = drawn.getBytes(StandardCharsets.UTF_8);

    byte[] mapped =
        TaskMapping.apply(
            bpmn,
            Map.of(
                "a",
                TaskMapping.Choice.action(
                    "okta.suspend-user", Map.of("user", "${targets.identity[0]}"))));

    assertThat(new String(mapped, StandardCharsets.UTF_8))
        .contains("x:kept=\"yes\"", "<!-- a remark -->", "<bpmn:manualTask id=\"b\"")
        .contains("camunda:topic=\"okta.suspend-user\"", "${targets.identity[0]}")
        .containsSubsequence("<bpmn:extensionElements>", "<bpmn:outgoing>f")
        .doesNotContain("<bpmn:task ");
    assertThat(TaskMapping.unmapped(mapped, OFFERED))
        .extracting(TaskMapping.Unmapped::id)
        .containsExactly("b");
    assertThatThrownBy(
            () -> TaskMapping.apply(bpmn, Map.of("no", TaskMapping.Choice.action("x.y", Map.of()))))
        .hasMessageContaining("no tasks [no]");
  }
}
