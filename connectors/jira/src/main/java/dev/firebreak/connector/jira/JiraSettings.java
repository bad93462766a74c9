package dev.firebreak.connector.jira;

import dev.firebreak.connector.Describe;
import dev.firebreak.connector.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One Jira Cloud site, the account that writes there, and the project its issues go to. A token
 * with scopes works only at {@code https://api.atlassian.com/ex/jira/<cloud id>}; see
 * https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/
 *
 * @param url where the API is
 * @param email the account's e-mail address, the user name of Basic authentication
 * @param token that account's API token
 * @param project key of the project
 * @param issueType name of the issue type
 * @param browseUrl where people read issues, when that is not {@code url}
 */
public record JiraSettings(
    @Describe(
            "Address of the site, for example https://acme.atlassian.net; for a token with scopes"
                + " https://api.atlassian.com/ex/jira/CLOUD_ID")
        URI url,
    @Describe("E-mail address of the account that owns the token") String email,
    @Describe("API token of that account") Secret token,
    @Describe("Key of the project that issues are created in, for example SEC") String project,
    @Describe(value = "Name of the issue type, as the project names it", byDefault = "Task")
        String issueType,
    @Describe("Address that links for people start with, where it is not url")
        Optional<URI> browseUrl) {

  private static final Pattern PROJECT = Pattern.compile("[A-Z][A-Z0-9_]{1,254}");

  public JiraSettings {
    if (!PROJECT.matcher(project).matches()) {
      throw new IllegalArgumentException(
          "setting 'project' must be a project key such as SEC, got '" + project + "'");
    }
    if (!email.contains("@") || email.contains(":") || !printableAscii(email)) {
      throw new IllegalArgumentException(
          "setting 'email' must be the e-mail address of the account, got '" + email + "'");
    }
    if (!token.keeps(JiraSettings::printableAscii)) {
      throw new IllegalArgumentException(
          "setting 'token' has a space, line break or other character no Atlassian token has");
    }
    if (issueType.isBlank()) {
      throw new IllegalArgumentException("setting 'issue-type' must be a name such as Task");
    }
  }

  private static boolean printableAscii(String s) {
    return s.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  /**
   * The value of the Authorization header. See
   * https://developer.atlassian.com/cloud/jira/platform/basic-auth-for-rest-apis/
   */
  String authorization() {
    byte[] pair = (email + ":" + token.reveal()).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** Where people read an issue. */
  String browse(String key) {
    return browseUrl.orElse(url).toString().replaceAll("/+$", "") + "/browse/" + key;
  }
}
