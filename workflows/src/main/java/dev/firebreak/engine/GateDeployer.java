package dev.firebreak.engine;

import dev.firebreak.engine.PlaybookRefused.Finding;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;

/**
 * The gate inside the engine: runs on every deployment, and again on the bytes that a node reads
 * back from the database, whose hash must be the one recorded when they were deployed.
 */
final class GateDeployer implements Deployer {
  private static final String HASH = "sha256:";
  private final PlaybookGate gate;
  private final EngineOptions.Released released;

  GateDeployer(PlaybookGate gate, EngineOptions.Released released) {
    this.gate = gate;
    this.released = released;
  }

  /** What a deployment records about its bytes. */
  static String source(String sha256) {
    return HASH + sha256;
  }

  /** The hash that a deployment recorded. */
  static String sha256(DeploymentEntity deployment) {
    String source = String.valueOf(deployment.getSource());
    return source.startsWith(HASH) ? source.substring(HASH.length()) : "";
  }

  @Override
  public void deploy(DeploymentEntity deployment) {
    for (ResourceEntity resource : deployment.getResources().values()) {
      byte[] bytes = resource.getBytes();
      String expected = sha256(deployment);
      String actual = Sha256.hex(bytes);
      if (!actual.equals(expected)) {
        throw new PlaybookChanged(
            resource.getName()
                + " is not the file that was deployed (SHA-256 "
                + actual
                + ", deployed "
                + expected
                + "). Somebody changed it in the database: find out who, then deploy it again.");
      }
      List<Finding> findings = gate.check(playbook(resource), bytes);
      if (!findings.isEmpty()) {
        throw new PlaybookChanged(
            resource.getName()
                + " was changed in the database, its recorded hash too: find out who, then deploy"
                + " it again. "
                + new PlaybookRefused(resource.getName(), findings).getMessage());
      }
      if (!deployment.isNew()) {
        demandReleased(playbook(resource), actual);
      }
    }
  }

  private void demandReleased(String playbook, String sha256) {
    Optional<String> problem = released.problem(playbook, sha256);
    if (problem.isPresent()) {
      throw new PlaybookChanged(playbook + ".bpmn: " + problem.get());
    }
  }

  private static String playbook(ResourceEntity resource) {
    String name = resource.getName();
    if (!name.endsWith(".bpmn")) {
      throw new ProcessEngineException(name + " is no playbook: only .bpmn files are deployed.");
    }
    return name.substring(0, name.length() - ".bpmn".length());
  }
}
