package dev.firebreak.action;

import dev.firebreak.access.EmergencyKeys;
import dev.firebreak.action.Approvals.Approval;
import dev.firebreak.action.Approvals.Vote;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What emergency keys sign, and whether they did. The texts are fixed: the command line makes the
 * same ones, on its own.
 */
public final class EmergencyVotes {
  /** Before the id of a key, in votes and in the audit trail. */
  static final String SUBJECT = "key:";

  static final String MEANS = "emergency_key";

  private final EmergencyKeys keys;

  public EmergencyVotes(EmergencyKeys keys) {
    this.keys = keys;
  }

  /** What is signed to see what waits. */
  static String reading(Instant at) {
    return "firebreak emergency read 1\n" + at;
  }

  /**
   * What is signed to approve.
   *
   * @param binding of the approval
   * @param question the SHA-256 of the question that was shown
   */
  static String approving(
      UUID approval, String binding, String question, Instant at, String reason) {
    return String.join(
        "\n",
        "firebreak emergency approve 1",
        approval.toString(),
        binding,
        question,
        at.toString(),
        Binding.sha256(reason));
  }

  Set<String> signers(String text, List<EmergencyKeys.Signed> signed) {
    return keys.signers(text, signed);
  }

  Map<String, String> holders() {
    return keys.holders();
  }

  /** Whether the signatures that are kept with an approval are of two keys, and on this. */
  public boolean hold(Approval a) {
    Set<String> signers = new LinkedHashSet<>();
    a.votes().stream().filter(Vote::byKey).forEach(v -> signers.addAll(signers(a, v)));
    return signers.size() >= EmergencyKeys.NEEDED;
  }

  private Set<String> signers(Approval a, Vote v) {
    String question = v.seen().map(Approvals.Seen::sha256).orElse("");
    String text = approving(a.id(), a.binding(), question, v.at(), v.comment());
    String key = v.subject().substring(Math.min(SUBJECT.length(), v.subject().length()));
    return signers(text, List.of(new EmergencyKeys.Signed(key, v.signature().orElse(""))));
  }
}
