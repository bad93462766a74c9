package dev.firebreak.connector.awsiam;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.AwsQuery;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who this connector's key belongs to. */
record Caller(AwsQuery sts) {
  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
  private static final Pattern ARN =
      Pattern.compile(
          "arn:(aws[a-z-]{0,20}):(?:iam|sts)::(\\d{12})"
              + ":(root|[a-z-]{1,20}(?:/[\\x21-\\x2e\\x30-\\x7e]{1,512}){1,10})");

  /**
   * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}
   * @param account 12 digits
   * @param resource for example {@code user/security/firebreak} or {@code
   *     assumed-role/firebreak/session}
   */
  record Identity(String arn, String partition, String account, String resource) {
    /** Whether it is this user, whatever path he is under; IAM's names do not differ by case. */
    boolean isUser(String name) {
      String last = resource.substring(resource.lastIndexOf('/') + 1);
      return resource.startsWith("user/") && last.equalsIgnoreCase(name);
    }

    /** Whether it is a session of this role. */
    boolean isSessionOf(String role) {
      String[] parts = resource.split("/", -1);
      return parts[0].equals("assumed-role") && parts.length > 1 && parts[1].equalsIgnoreCase(role);
    }

    /**
     * Whose policies are to be simulated. A session's ARN does not tell its role's path: one with a
     * path cannot be found by it.
     */
    Optional<String> policySource() {
      if (resource.startsWith("assumed-role/")) {
        return Optional.of(
            "arn:" + partition + ":iam::" + account + ":role/" + resource.split("/")[1]);
      }
      return resource.startsWith("user/") ? Optional.of(arn) : Optional.empty();
    }

    /** Any user or role of this account, by kind and name. */
    String arnOf(String kindAndName) {
      return "arn:" + partition + ":iam::" + account + ":" + kindAndName;
    }
  }

  /**
   * Needs no permission.
   * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
   */
  Identity identity() throws ActionFailure {
    String arn =
        sts.read("GetCallerIdentity", Map.of())
            .result("asking AWS whose key this is")
            .text("GetCallerIdentityResult/Arn")
            .orElse("");
    Matcher parts = ARN.matcher(arn);
    if (!parts.matches()) {
      throw ActionFailure.unavailable(
          "asking AWS whose key this is: the answer names nobody; check setting 'sts-url'");
    }
    return new Identity(arn, parts.group(1), parts.group(2), parts.group(3));
  }
}
