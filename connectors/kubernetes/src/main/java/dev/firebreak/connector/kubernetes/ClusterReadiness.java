package dev.firebreak.connector.kubernetes;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.kubernetes.Reviews.Verdict;
import dev.firebreak.http.VendorHttp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks for every right that an action needs, in every namespace that may be touched.
 *
 * @param namespaces empty for all
 */
record ClusterReadiness(Reviews reviews, Denials denials, List<String> namespaces) {
  private static final List<Right> OF_PODS =
      List.of(Right.core("pods", "get"), Right.core("pods", "patch"));

  /** One question: a right in a namespace, or in all. */
  private record Question(Right right, Optional<String> namespace) {
    @Override
    public String toString() {
      return right + namespace.map(n -> " in " + n).orElse(" in all namespaces");
    }
  }

  Readiness ask() throws ActionFailure {
    Denial denial = denials.current();
    List<Question> quarantine = questions(denial.rights().quarantine());
    List<Question> lift = questions(denial.rights().lift());
    Map<Question, Verdict> verdicts = new LinkedHashMap<>();
    for (Question q : Stream.concat(quarantine.stream(), lift.stream()).distinct().toList()) {
      verdicts.put(q, reviews.review(q.right(), q.namespace()));
    }
    String account = reviews.self().map(VendorHttp::oneLine).orElse("the owner of the token");
    Readiness ready = Readiness.as(account + ", isolating by " + denial.kind());
    ready = grant(ready, "quarantine-workload", quarantine, verdicts);
    return grant(ready, KubernetesConnector.LIFT, lift, verdicts);
  }

  private List<Question> questions(List<Right> ofPolicies) {
    return places().stream()
        .flatMap(
            place ->
                Stream.concat(OF_PODS.stream(), ofPolicies.stream())
                    .map(right -> new Question(right, place)))
        .toList();
  }

  private List<Optional<String>> places() {
    return namespaces.isEmpty()
        ? List.of(Optional.empty())
        : namespaces.stream().map(Optional::of).toList();
  }

  private Readiness grant(
      Readiness ready, String action, List<Question> needed, Map<Question, Verdict> verdicts) {
    String denied = named(needed, verdicts, Verdict.DENIED);
    if (!denied.isEmpty()) {
      String hint =
          namespaces.isEmpty()
              ? "; add it to a ClusterRole, or name in 'namespaces' those it may touch"
              : "; add it to the Role there";
      return ready.missing(action, "may not " + denied + hint);
    }
    String undecided = named(needed, verdicts, Verdict.UNDECIDED);
    return undecided.isEmpty()
        ? ready.granted(action, "may " + named(needed, verdicts, Verdict.ALLOWED))
        : ready.untold(action, "the API server could not decide on " + undecided);
  }

  private static String named(
      List<Question> questions, Map<Question, Verdict> verdicts, Verdict verdict) {
    return questions.stream()
        .filter(q -> verdicts.get(q) == verdict)
        .map(Question::toString)
        .collect(Collectors.joining(", "));
  }
}
