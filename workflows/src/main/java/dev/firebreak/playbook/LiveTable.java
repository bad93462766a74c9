package dev.firebreak.playbook;

import dev.firebreak.engine.DecisionTable;
import java.util.List;
import java.util.Map;

/** The version of a table that is in force now. Safe for all threads. */
public final class LiveTable implements DecisionTable {
  private volatile DecisionTable inForce;

  public LiveTable(DecisionTable first) {
    this.inForce = first;
  }

  void put(DecisionTable next) {
    inForce = next;
  }

  @Override
  public DecisionTable now() {
    return inForce;
  }

  @Override
  public List<Hit> decide(Map<String, Object> inputs) {
    return inForce.decide(inputs);
  }

  @Override
  public String sha256() {
    return inForce.sha256();
  }
}
