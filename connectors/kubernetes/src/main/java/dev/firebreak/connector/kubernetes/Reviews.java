package dev.firebreak.connector.kubernetes;

import dev.firebreak.connector.ActionFailure;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewStatus;
import java.util.Optional;

/**
 * Asks the API server about ourselves; the requests are POSTs that store nothing. Every
 * authenticated account may send them.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access">Checking
 *     API access</a>
 */
record Reviews(ApiServer api) {
  /** What the API server says to whether we may. */
  enum Verdict {
    ALLOWED,
    DENIED,
    /** An authorizer could not be asked. */
    UNDECIDED
  }

  /**
   * @param namespace empty for all of them
   */
  Verdict review(Right right, Optional<String> namespace) throws ActionFailure {
    SelfSubjectAccessReview question =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withNamespace(namespace.orElse(""))
            .withGroup(right.group())
            .withResource(right.resource())
            .withVerb(right.verb())
            .endResourceAttributes()
            .endSpec()
            .build();
    return api.read(
        "asking whether we may " + right,
        k -> verdict(k.authorization().v1().selfSubjectAccessReview().create(question)));
  }

  private static Verdict verdict(SelfSubjectAccessReview answer) {
    SubjectAccessReviewStatus status = answer.getStatus();
    if (status == null || status.getAllowed() == null) {
      throw new IllegalStateException("the answer has no status");
    }
    if (status.getAllowed()) {
      return Verdict.ALLOWED;
    }
    boolean failed =
        Optional.ofNullable(status.getEvaluationError()).filter(e -> !e.isBlank()).isPresent();
    return failed ? Verdict.UNDECIDED : Verdict.DENIED;
  }

  /** Our user name; empty where the API server is older than 1.28 or does not say. */
  Optional<String> self() throws ActionFailure {
    try {
      return api.read(
          "asking who we are",
          k ->
              Optional.ofNullable(
                      k.authentication().v1().selfSubjectReviews().create(new SelfSubjectReview()))
                  .flatMap(r -> Optional.ofNullable(r.getStatus()))
                  .flatMap(s -> Optional.ofNullable(s.getUserInfo()))
                  .flatMap(u -> Optional.ofNullable(u.getUsername())));
    } catch (ActionFailure e) {
      if (e.kind() == ActionFailure.Kind.REFUSED) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
