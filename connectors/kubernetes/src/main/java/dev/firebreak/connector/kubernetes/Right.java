package dev.firebreak.connector.kubernetes;

/**
 * What a role may allow.
 *
 * @param group of the API; empty for the core
 * @param resource plural, for example {@code pods}
 * @param verb for example {@code patch}
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/">RBAC</a>
 */
record Right(String group, String resource, String verb) {
  static Right core(String resource, String verb) {
    return new Right("", resource, verb);
  }

  @Override
  public String toString() {
    return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
  }
}
