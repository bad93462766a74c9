package dev.firebreak.access;

import dev.firebreak.connector.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who asks for something, and what he may.
 *
 * @param subject never changes and is never given to somebody else: {@code person:<name>}, {@code
 *     service:<name>} or {@code oidc:<provider>:<sub>}. Votes and requesters are compared by it
 * @param name for people to read
 * @param grants those in force now, for this token or session
 * @param signIn empty for tokens of ours, and where a provider does not say when it was
 */
public record Caller(
    String subject, String name, Means means, List<Grant> grants, Optional<SignIn> signIn) {
  public Caller {
    grants = List.copyOf(grants);
  }

  /** Of whom it is not known when he last signed in. */
  public Caller(String subject, String name, Means means, List<Grant> grants) {
    this(subject, name, means, grants, Optional.empty());
  }

  /**
   * The last time somebody showed who he is, by password or to his identity provider.
   *
   * @param acr how strongly, in the provider's words (OpenID Connect Core 1.0, section 2)
   */
  public record SignIn(Instant at, Optional<String> acr) {}

  /** How he showed who he is. */
  public enum Means {
    TOKEN,
    SESSION,
    /** A session that may only change its one-time password. */
    ONE_TIME_PASSWORD,
    OIDC
  }

  /** Whether he showed who he is no longer ago than this; what is not known is no. */
  public boolean signedInWithin(Duration time, Instant now) {
    return signIn.filter(s -> s.at().plus(time).isAfter(now)).isPresent();
  }

  public boolean has(Role role) {
    return grants.stream().anyMatch(g -> g.role() == role);
  }

  /** For what concerns everything, such as a whole incident. */
  public void demand(Role role) {
    if (grants.stream().noneMatch(g -> g.role() == role && g.scope().isEverything())) {
      throw AccessRefused.forbidden(
          "this concerns all connectors and targets, and you are not "
              + role.key()
              + " for everything");
    }
  }

  /**
   * @throws AccessRefused where no grant of the role covers an action on this target
   */
  public void demand(Role role, String topic, Target target) {
    if (grants.stream().noneMatch(g -> g.role() == role && g.scope().covers(topic, target))) {
      throw AccessRefused.forbidden(notCovered(role, topic, target));
    }
  }

  private static String notCovered(Role role, String topic, Target target) {
    return "you are no " + role.key() + " for " + topic + " on " + target;
  }
}
