package dev.firebreak.connector.awsiam;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Target;
import dev.firebreak.connector.TargetType;
import dev.firebreak.http.AwsAnswer;
import dev.firebreak.http.AwsQuery;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.http.XmlPart;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sessions of a role, which AWS neither lists nor ends: a policy denies everything to those begun
 * before a time.
 */
record RoleSessions(AwsQuery iam, Caller caller) {
  static final Duration DEADLINE = Duration.ofSeconds(60);

  /** The console's own name for it, so that either continues what the other began. */
  static final String POLICY = "AWSRevokeOlderSessions";

  record Role(@Describe("Name of the IAM role, without path and account.") String role) {
    Role {
      Names.requireFriendly("role", role);
    }
  }

  /**
   * @param before sessions begun before this are denied everything
   */
  record Revoked(Instant before) {}

  Revoked revoke(Call<Role> call) throws ActionFailure {
    String role = call.input().role();
    requireAnother(role);
    Instant asked = asked(call);
    Optional<Revocation> current = current(role);
    if (current.filter(Revocation::foreign).isPresent()) {
      throw ActionFailure.refused(
          "role "
              + role
              + " has an inline policy "
              + POLICY
              + " that does more than revoke sessions; look at it in the IAM console");
    }
    // Writing an earlier time over a later one would let sessions in again.
    Optional<Instant> later =
        current.filter(r -> r.covers(sid(call), asked)).flatMap(Revocation::before);
    if (later.isPresent()) {
      return new Revoked(later.get());
    }
    put(role, Revocation.document(sid(call), asked));
    return new Revoked(asked);
  }

  /** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
  private void put(String role, String document) throws ActionFailure {
    AwsAnswer answer =
        iam.change(
            "PutRolePolicy",
            Map.of("RoleName", role, "PolicyName", POLICY, "PolicyDocument", document));
    if (answer.failedWith("UnmodifiableEntity")) {
      throw notOurs(role);
    }
    answer.result("revoking the sessions of role " + role);
  }

  Observation observe(Call<Role> call) throws ActionFailure {
    Optional<Revocation> current = current(call.input().role());
    String detail =
        current
            .flatMap(Revocation::before)
            .map(b -> "sessions begun before " + b + " are denied everything")
            .orElse("no policy " + POLICY + " that revokes sessions");
    return current.filter(r -> r.covers(sid(call), asked(call))).isPresent()
        ? Observation.holds(detail)
        : Observation.absent(detail);
  }

  /**
   * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html, for what hangs on the
   * role.
   */
  Preview rehearse(Call<Role> call) throws ActionFailure {
    String role = call.input().role();
    requireAnother(role);
    String what = "reading role " + role;
    XmlPart answer = iam.read("GetRole", Map.of("RoleName", role)).result(what);
    String path =
        answer
            .text("GetRoleResult/Role/Path")
            .orElseThrow(() -> ActionFailure.unavailable(what + ": the answer names no path"));
    if (path.startsWith("/aws-service-role/") || path.startsWith("/aws-reserved/")) {
      throw notOurs(role);
    }
    return Preview.of(
        "would deny everything to all sessions of role "
            + role
            + " begun before "
            + asked(call)
            + " (AWS does not list them; "
            + lastUse(answer)
            + "); sessions begun later are not affected",
        List.of(new Target(TargetType.IDENTITY, role)));
  }

  private static String lastUse(XmlPart answer) {
    String used = "GetRoleResult/Role/RoleLastUsed/";
    return answer
        .text(used + "LastUsedDate")
        .map(d -> d + answer.text(used + "Region").map(r -> " in " + r).orElse(""))
        .map(s -> "the role was last used " + VendorHttp.oneLine(s))
        .orElse("AWS knows of no use of the role in its tracking period");
  }

  private void requireAnother(String role) throws ActionFailure {
    if (caller.identity().isSessionOf(role)) {
      throw ActionFailure.refused(
          "role " + role + " is the one this connector works with: it would lock itself out");
    }
  }

  private static ActionFailure notOurs(String role) {
    return ActionFailure.refused(
        "role "
            + role
            + " is protected by AWS (service-linked or reserved): its sessions cannot be revoked;"
            + " use the service or IAM Identity Center it belongs to");
  }

  /** Empty where there is no such policy, or no such role. */
  private Optional<Revocation> current(String role) throws ActionFailure {
    String what = "reading policy " + POLICY + " of role " + role;
    AwsAnswer answer = iam.read("GetRolePolicy", Map.of("RoleName", role, "PolicyName", POLICY));
    if (answer.failedWith("NoSuchEntity")) {
      return Optional.empty();
    }
    String document =
        answer
            .result(what)
            .text("GetRolePolicyResult/PolicyDocument")
            .orElseThrow(() -> ActionFailure.unavailable(what + ": the answer holds no document"));
    return Optional.of(Revocation.read(PolicyDocument.decoded(document, what)));
  }

  /**
   * When this was asked for, the same for every attempt; upwards, because AWS compares whole
   * seconds and a session of this very second is meant, too.
   */
  private static Instant asked(Call<Role> call) {
    Instant asked = call.deadline().minus(DEADLINE);
    Instant second = asked.truncatedTo(ChronoUnit.SECONDS);
    return second.equals(asked) ? asked : second.plusSeconds(1);
  }

  /** Statement ids are letters and digits. */
  private static String sid(Call<Role> call) {
    return "Firebreak" + call.idempotencyKey().substring(0, 20);
  }
}
