package dev.firebreak.connector.kubernetes;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pod by name.
 *
 * @param cluster where it was named
 * @param namespace a DNS label
 * @param pod a DNS subdomain
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/names/">Object
 *     names</a>
 */
record Workload(Optional<String> cluster, String namespace, String pod) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<cluster>[^/\\p{Cntrl}]{1,200})/)?"
              + "(?<namespace>[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)/"
              + "(?<pod>[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?)");

  /**
   * @param text {@code namespace/pod} or {@code cluster/namespace/pod}
   * @throws IllegalArgumentException for anything else
   */
  static Workload parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || text.contains("..")) {
      throw new IllegalArgumentException(
          "workload must be namespace/pod or cluster/namespace/pod, got '"
              + text.replaceAll("\\p{Cntrl}", "?")
              + "'");
    }
    return new Workload(
        Optional.ofNullable(matcher.group("cluster")),
        matcher.group("namespace"),
        matcher.group("pod"));
  }

  @Override
  public String toString() {
    return namespace + "/" + pod;
  }
}
