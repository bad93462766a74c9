package dev.firebreak.alert.ocsf;

import dev.firebreak.alert.AlertSource;
import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.alert.Credentials;
import java.util.LinkedHashSet;
import java.util.Set;

/** Anything that sends OCSF Detection Findings: a pipeline, a data lake, a product. */
public final class OcsfKind implements AlertSourceKind<OcsfSettings> {
  @Override
  public String kind() {
    return "ocsf";
  }

  @Override
  public Class<OcsfSettings> settings() {
    return OcsfSettings.class;
  }

  @Override
  public Set<String> contentTypes() {
    Set<String> all = new LinkedHashSet<>(OcsfMessage.ONE_A_LINE);
    all.add("application/json");
    return Set.copyOf(all);
  }

  @Override
  public AlertSource open(OcsfSettings settings) {
    return new OcsfSource(new Credentials(settings.secret(), settings.nextSecret()));
  }
}
