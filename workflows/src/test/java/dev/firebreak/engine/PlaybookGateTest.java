package dev.firebreak.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.engine.PlaybookRefused.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaybookGateTest {
  private final PlaybookGate gate = new PlaybookGate(topic -> !topic.startsWith("unknown."));

  private List<Finding> check(Playbook playbook) {
    return gate.check("p", playbook.bytes());
  }

  private static Playbook plain() {
    return Playbook.named("p")
        .add("<bpmn:startEvent id='start'/>")
        .step("suspend", "okta.suspend-user")
        .add("<bpmn:endEvent id='end'/>")
        .flow("start", "suspend", "end");
  }

  @Test
  void aPlaybookWithEverythingAllowedPasses() throws IOException {
    byte[] everything = Files.readAllBytes(Path.of("src/test/resources/engine/everything.bpmn"));

    assertThat(gate.check("everything", everything)).isEmpty();
  }

  @Test
  void everyFindingIsCollectedWithLineAndElement() {
    List<Finding> findings =
        check(
            plain()
                .add("<bpmn:scriptTask id='script'/>")
                .add("<bpmn:userTask id='ask' camunda:assignee='eve'/>"));

    assertThat(findings).extracting(Finding::element).containsExactly("script", "ask");
    assertThat(findings.get(0).line()).isLessThan(findings.get(1).line());
    assertThat(findings.get(0).message())
        .isEqualTo(
            "<scriptTask> is not allowed: use a service task of type External with a connector's"
                + " topic, such as okta.suspend-user");
    assertThat(findings.get(1).message()).contains("camunda:assignee", "use candidate groups");
  }

  @Test
  void theProcessIdIsThePlaybooksName() {
    assertThat(gate.check("other", plain().bytes()))
        .singleElement()
        .extracting(Finding::message)
        .isEqualTo("the process id must be the playbook's name, 'other'");
  }

  @Test
  void aTopicMustBeLiteralAndKnown() {
    assertThat(check(plain().step("a", "${x}.y"))).hasSizeGreaterThanOrEqualTo(1);
    assertThat(check(plain().step("a", "unknown.thing")))
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .startsWith("no connector offers 'unknown.thing'");
  }

  @Test
  void aWaitWithoutADeadlineIsRefused() {
    String task = "<bpmn:userTask id='ask' camunda:candidateGroups='leads'/>";
    String timer =
        "<bpmn:boundaryEvent id='late' attachedToRef='ask' cancelActivity='false'>"
            + "<bpmn:timerEventDefinition id='t'><bpmn:timeDuration>PT1H</bpmn:timeDuration>"
            + "</bpmn:timerEventDefinition></bpmn:boundaryEvent>";

    assertThat(check(plain().add(task))).extracting(Finding::element).containsExactly("ask");
    assertThat(check(plain().add(task).add(timer))).isEmpty();
  }

  @Test
  void aMessageEventNeedsATimerBesideIt() {
    Playbook alone =
        plain()
            .add(
                "<bpmn:intermediateCatchEvent id='msg'><bpmn:messageEventDefinition id='m'"
                    + " messageRef='message'/></bpmn:intermediateCatchEvent>")
            .root("<bpmn:message id='message' name='go'/>");

    assertThat(check(alone))
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .contains("could wait for ever");
  }

  @Test
  void aLoopThroughAStepIsFineAndOneWithoutAWaitIsNot() {
    Playbook again =
        plain()
            .add("<bpmn:exclusiveGateway id='a' default='d1'/><bpmn:exclusiveGateway id='b'/>")
            .add("<bpmn:sequenceFlow id='d1' sourceRef='a' targetRef='end'/>");

    assertThat(check(again.flow("b", "suspend", "a").flowIf("a", "b", "${again}"))).isEmpty();
    assertThat(check(again.flow("b", "a"))).extracting(Finding::element).containsExactly("a");
  }

  @Test
  void aTimerIsLiteralAndBounded() {
    for (String time :
        List.of(
            "timeDuration>${x}",
            "timeDuration>PT0S",
            "timeDuration>-PT1H",
            "timeDuration>P2000D",
            "timeCycle>R/PT1M",
            "timeCycle>0 0 * * * ?",
            "timeCycle>R5000/PT1M",
            "timeDate>tomorrow")) {
      String element = time.substring(0, time.indexOf('>'));
      Playbook playbook =
          plain()
              .add(
                  "<bpmn:boundaryEvent id='t' attachedToRef='suspend' cancelActivity='false'>"
                      + "<bpmn:timerEventDefinition id='td'><bpmn:"
                      + time
                      + "</bpmn:"
                      + element
                      + "></bpmn:timerEventDefinition></bpmn:boundaryEvent>");

      assertThat(check(playbook)).as(time).hasSize(1);
    }
  }

  @Test
  void filesTooLargeTooDeepOrBrokenAreRefusedWithoutReadingOn() {
    assertThat(gate.check("p", new byte[GateXml.MAX_BYTES + 1])).hasSize(1);
    assertThat(gate.check("p", new byte[0])).hasSize(1);
    assertThat(gate.check("p", "<a".getBytes(StandardCharsets.UTF_8))).hasSize(1);
    assertThat(gate.check("p", "<a/>".getBytes(StandardCharsets.UTF_8)))
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .contains("no BPMN 2.0 file");
    assertThat(gate.check("p", "<a>".repeat(20_000).getBytes(StandardCharsets.UTF_8))).hasSize(1);
  }

  @Test
  void listsAndMapsAreForConnectorStepsOnly() {
    Playbook playbook =
        plain()
            .add(
                "<bpmn:callActivity id='call' calledElement='other'><bpmn:extensionElements>"
                    + "<camunda:inputOutput><camunda:inputParameter name='x'><camunda:list>"
                    + "<camunda:value>1</camunda:value></camunda:list></camunda:inputParameter>"
                    + "</camunda:inputOutput></bpmn:extensionElements></bpmn:callActivity>");

    assertThat(check(playbook)).hasSize(1);
  }
}
