package dev.firebreak.engine;

import java.util.Map;
import java.util.Optional;

/** How the world answers while a playbook is rehearsed. */
public interface RehearsalScript {
  /**
   * What expressions read, as {@link IncidentData} gives it, but for {@code steps}, which the
   * rehearsal knows.
   */
  Map<String, Object> data();

  /** The error code with which a step fails; empty where it succeeds. */
  Optional<String> failure(String nodeId);

  /** What a person fills into a task. */
  Map<String, Object> answer(String nodeId);
}
