package dev.firebreak.fence;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One running application whose playbooks folder holds every hostile playbook and a harmless one,
 * for all tests that only look at it. It is stopped when this JVM ends.
 */
final class HostileFolder {
  static final String HARMLESS = "ask-and-tell";

  /** What a playbook may do with texts of others: names, conditions, inputs. */
  private static final byte[] ASK_AND_TELL =
      Texts.playbook(
          HARMLESS,
          """
          <bpmn:startEvent id="start"/>
          <bpmn:userTask id="look" name="Look at ${incident.title}" camunda:candidateGroups="responders" camunda:dueDate="PT30M">
            <bpmn:documentation>Rule ${alert.rule}</bpmn:documentation>
          </bpmn:userTask>
          <bpmn:exclusiveGateway id="really" default="really_tell"/>
          <bpmn:sequenceFlow id="really_end" sourceRef="really" targetRef="end">
            <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${verdict == 'no'}</bpmn:conditionExpression>
          </bpmn:sequenceFlow>
          <bpmn:endEvent id="end"/><bpmn:endEvent id="told"/>
          """
              + Texts.ticket(
                  "tell",
                  "${incident.title}",
                  "${note} / ${alert.uid} / ${alert.rule} / ${alert.attributes.el} /"
                      + " ${targets.wallet[0]} / ${timeline}")
              + Texts.flow("start", "look")
              + Texts.flow("look", "really")
              + Texts.flow("really", "tell")
              + Texts.flow("tell", "told"));

  private static Optional<FencedApp> running = Optional.empty();

  private HostileFolder() {}

  static synchronized FencedApp app() {
    if (running.isEmpty()) {
      running = Optional.of(start());
    }
    return running.get();
  }

  private static FencedApp start() {
    FencedApp app = FencedApp.in("corpus");
    Map<String, String> triage = new TreeMap<>();
    for (HostileFile file : HostileFile.playbooks()) {
      app.playbook(file.playbook(), file.bytes(app.traces()));
      triage.put("asks-for-" + file.playbook(), file.playbook());
    }
    app.playbook(HARMLESS, ASK_AND_TELL)
        .table("triage", Texts.triage(triage, HARMLESS))
        .table("policy", Texts.policy("nobody's"));
    app.start();
    return app;
  }
}
