package dev.firebreak.engine;

import java.util.Map;

/**
 * The data that a playbook's expressions may read, by root name ({@code incident}, {@code alert},
 * {@code targets}, {@code count}, {@code steps}, {@code timeline}): maps, lists, strings, numbers,
 * booleans; nothing with methods.
 */
@FunctionalInterface
public interface IncidentData {
  /** Called inside the engine's transaction, at most once per command and run. */
  Map<String, Object> of(String incidentId, String runId);
}
