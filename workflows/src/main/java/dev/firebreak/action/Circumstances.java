package dev.firebreak.action;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What approvals have to know of the incident that an action belongs to, as it is now. */
public interface Circumstances {
  /**
   * Who may not decide about an action, with the reason: who triggered or edited its incident, whom
   * it is about. Subjects, each with all other accounts of the same person.
   */
  Map<String, String> involved(ActionRow row);

  /** All accounts that are known to be one person's, the given one among them. */
  Set<String> samePerson(String subject);

  /** What the incident is, for those who decide; JSON values by name. */
  Map<String, Object> summary(UUID incident);

  /** The value at stake, in the unit of the installation's limits; empty where nobody said. */
  Optional<BigDecimal> value(UUID incident);
}
