package dev.firebreak.evidence;

/**
 * Functions of NIST CSF 2.0 that take part in incident response by NIST SP 800-61r3,
 * https://csrc.nist.gov/pubs/sp/800/61/r3/final, with the categories an entry speaks of.
 */
enum Csf {
  DETECT("Detect (DE)", "DE.AE adverse event analysis"),
  RESPOND_MANAGE("Respond (RS)", "RS.MA incident management"),
  RESPOND_ANALYSE("Respond (RS)", "RS.AN incident analysis"),
  RESPOND_REPORT("Respond (RS)", "RS.CO reporting and communication"),
  RESPOND_MITIGATE("Respond (RS)", "RS.MI incident mitigation"),
  RECOVER("Recover (RC)", "RC.RP recovery plan execution");

  private final String function;
  private final String category;

  Csf(String function, String category) {
    this.function = function;
    this.category = category;
  }

  String function() {
    return function;
  }

  String category() {
    return category;
  }

  static Csf of(String kind) {
    if (kind.startsWith("alert.") || kind.equals("incident.opened")) {
      return DETECT;
    }
    if (kind.equals("incident.decided") || kind.startsWith("run.") || kind.startsWith("task.")) {
      return RESPOND_MANAGE;
    }
    if (kind.equals("clock.marked")) {
      return RESPOND_REPORT;
    }
    if (kind.equals("evidence.taken") || kind.equals("containment.not-holding")) {
      return RESPOND_ANALYSE;
    }
    if (kind.equals("incident.closed")
        || kind.equals("containment.lifted")
        || kind.equals("containment.ended")
        || kind.equals("containment.lift-requested")) {
      return RECOVER;
    }
    return kind.startsWith("action.")
            || kind.startsWith("approval.")
            || kind.startsWith("containment.")
        ? RESPOND_MITIGATE
        : RESPOND_MANAGE;
  }
}
