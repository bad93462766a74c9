package dev.firebreak.connector.awsiam;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Secret;
import dev.firebreak.http.AwsAnswer;
import dev.firebreak.http.AwsQuery;
import dev.firebreak.http.XmlPart;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Access keys of IAM users.
 *
 * @param own the key this connector itself signs with
 */
record AccessKeys(AwsQuery iam, Secret own) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{16,128}");
  private static final Pattern STATUS = Pattern.compile("[A-Za-z]{1,20}");

  /**
   * @param accessKeyId of a user's key; a session's temporary key cannot be switched off by itself
   */
  record Key(
      @Describe("Access key id, which begins with AKIA.") String accessKeyId,
      @Describe("Name of the IAM user it belongs to; IAM is asked where it is left out.")
          Optional<String> user) {
    Key {
      if (!ID.matcher(accessKeyId).matches()) {
        throw new IllegalArgumentException(
            "input 'accessKeyId' must be 16 to 128 letters and digits, got "
                + accessKeyId.length()
                + " characters");
      }
      if (accessKeyId.startsWith("ASIA")) {
        throw new IllegalArgumentException(
            "input 'accessKeyId' is a temporary key ("
                + accessKeyId
                + "), which IAM cannot switch off; use revoke-role-sessions on the role that gave"
                + " it, or quarantine-user on the user");
      }
      user.ifPresent(u -> Names.requireFriendly("user", u));
    }
  }

  /** Whose key it is. */
  record Owner(String user) {}

  Owner deactivate(Call<Key> call) throws ActionFailure {
    String id = call.input().accessKeyId();
    if (own.matches(id)) {
      throw ActionFailure.refused(
          "access key "
              + id
              + " is the one this connector signs with: without it nothing could be undone;"
              + " deactivate it in the IAM console");
    }
    return update(call.input(), "Inactive");
  }

  Owner activate(Call<Key> call) throws ActionFailure {
    return update(call.input(), "Active");
  }

  /**
   * The same answer whatever the status was.
   * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html
   */
  private Owner update(Key key, String status) throws ActionFailure {
    String user = owner(key);
    Map<String, String> parameters =
        Map.of("UserName", user, "AccessKeyId", key.accessKeyId(), "Status", status);
    iam.change("UpdateAccessKey", parameters)
        .result("making access key " + key.accessKeyId() + " of " + user + " " + status);
    return new Owner(user);
  }

  Observation observeInactive(Call<Key> call) throws ActionFailure {
    return observe(call.input(), "Inactive");
  }

  Observation observeActive(Call<Key> call) throws ActionFailure {
    return observe(call.input(), "Active");
  }

  private Observation observe(Key key, String wanted) throws ActionFailure {
    String user = owner(key);
    String status = status(user, key.accessKeyId());
    String detail = "user=" + user + " status=" + status;
    return status.equals(wanted) ? Observation.holds(detail) : Observation.absent(detail);
  }

  /**
   * A user has two keys at most, so one page is all.
   * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html
   */
  private String status(String user, String id) throws ActionFailure {
    String what = "reading the access keys of " + user;
    XmlPart result = iam.read("ListAccessKeys", Map.of("UserName", user)).result(what);
    if (result.all("ListAccessKeysResult").isEmpty()) {
      throw ActionFailure.unavailable(what + ": the answer is not the one IAM documents");
    }
    return result.all("ListAccessKeysResult/AccessKeyMetadata/member").stream()
        .filter(k -> k.text("AccessKeyId").filter(id::equals).isPresent())
        .flatMap(k -> k.text("Status").stream())
        .filter(s -> STATUS.matcher(s).matches())
        .findFirst()
        .orElseThrow(
            () ->
                ActionFailure.refused(
                    "IAM user " + user + " has no access key " + id + "; was it deleted?"));
  }

  /**
   * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html
   *
   * @throws ActionFailure REFUSED where this account has no such key
   */
  private String owner(Key key) throws ActionFailure {
    if (key.user().isPresent()) {
      return key.user().get();
    }
    String id = key.accessKeyId();
    AwsAnswer answer = iam.read("GetAccessKeyLastUsed", Map.of("AccessKeyId", id));
    if (answer.failedWith("NoSuchEntity")) {
      throw ActionFailure.refused(
          "no IAM user of this account has access key " + id + "; was it deleted?");
    }
    String what = "asking IAM whose access key " + id + " is";
    return answer
        .result(what)
        .text("GetAccessKeyLastUsedResult/UserName")
        .filter(Names::friendly)
        .orElseThrow(() -> ActionFailure.unavailable(what + ": the answer names no user"));
  }
}
