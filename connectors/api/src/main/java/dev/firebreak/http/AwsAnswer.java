package dev.firebreak.http;

import dev.firebreak.connector.ActionFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One answer of AWS's Query protocol: a result, or an error with a code.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html">Common
 *     errors of IAM</a>
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html">Errors
 *     of EC2</a>
 */
public final class AwsAnswer {
  /** Too much at once: nothing was done. */
  private static final Set<String> THROTTLED =
      Set.of(
          "Throttling",
          "ThrottlingException",
          "ThrottledException",
          "RequestThrottled",
          "RequestThrottledException",
          "RequestLimitExceeded",
          "TooManyRequestsException",
          "EC2ThrottledException",
          "BandwidthLimitExceeded",
          "SlowDown");

  /** Something else was changing the same thing: nothing was done. */
  private static final Set<String> BUSY =
      Set.of(
          "ConcurrentModification",
          "ConcurrentModificationException",
          "EntityTemporarilyUnmodifiable",
          "ServiceUnavailable",
          "Unavailable");

  private static final Set<String> NOT_ALLOWED =
      Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "OptInRequired");

  private static final Set<String> OUT_OF_TIME =
      Set.of("RequestExpired", "RequestTimeTooSkewed", "RequestInTheFuture");

  private static final Set<String> SESSION_OVER = Set.of("ExpiredToken", "ExpiredTokenException");

  /** What AWS says of these may quote what was signed, the session token included. */
  private static final Set<String> BAD_CREDENTIAL =
      Set.of(
          "AuthFailure",
          "IncompleteSignature",
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "MissingAuthenticationToken",
          "SignatureDoesNotMatch",
          "UnrecognizedClientException");

  private final VendorHttp http;
  private final Request request;
  private final Response response;
  private final Optional<AwsQuery.AwsError> error;
  private final AwsKey key;

  AwsAnswer(
      VendorHttp http,
      Request request,
      Response response,
      Optional<AwsQuery.AwsError> error,
      AwsKey key) {
    this.http = http;
    this.request = request;
    this.response = response;
    this.error = error;
    this.key = key;
  }

  /** Whether AWS said no with one of these codes, for example {@code NoSuchEntity}. */
  public boolean failedWith(String... codes) {
    return error.filter(e -> Set.of(codes).contains(e.code())).isPresent();
  }

  /** Whether AWS said that we may not. */
  public boolean notAllowed() {
    return error.filter(e -> NOT_ALLOWED.contains(e.code())).isPresent();
  }

  /** AWS's own words on what is wrong as one short line; empty where there are none. */
  public String said() {
    return error.map(e -> VendorHttp.oneLine(e.code() + " " + key.redact(e.message()))).orElse("");
  }

  /**
   * The result.
   *
   * @param what what was being done to what, for messages, for example {@code reading role x}
   * @throws ActionFailure UNAVAILABLE where AWS throttles or is busy; REFUSED for other errors with
   *     a code; by the status as {@link VendorHttp#failure} where there is none
   */
  public XmlPart result(String what) throws ActionFailure {
    if (!response.ok()) {
      throw failure(what);
    }
    return XmlPart.of(response.xml());
  }

  /** What an answer that is an error means. */
  public ActionFailure failure(String what) {
    if (error.isEmpty() || response.status() >= 500 || response.status() == 429) {
      return http.failure(request, response, said());
    }
    String code = error.get().code();
    String fact = what + ": AWS answered " + (BAD_CREDENTIAL.contains(code) ? code : said());
    if (THROTTLED.contains(code)) {
      return ActionFailure.unavailable(fact + "; it takes no more calls for the moment");
    }
    if (BUSY.contains(code)) {
      return ActionFailure.unavailable(fact + "; another change is under way");
    }
    return ActionFailure.refused(fact + "; " + advice(code));
  }

  private String advice(String code) {
    if (OUT_OF_TIME.contains(code) || skewed()) {
      return "the clock of this machine differs from AWS's"
          + http.vitals().skew().map(s -> " by " + s.abs().toSeconds() + " s").orElse("")
          + ": have it set by NTP, signatures are good for 5 minutes";
    }
    if (SESSION_OVER.contains(code)) {
      return "the session of setting 'session-token' is over: give a new key and token";
    }
    if (BAD_CREDENTIAL.contains(code)) {
      return "check settings 'access-key-id', 'secret-access-key' and 'session-token'";
    }
    return NOT_ALLOWED.contains(code)
        ? "give this connector's key the permission named in its README"
        : "check the input, and the target in the AWS console";
  }

  /** AWS says "does not match" of a signature that is out of time, too. */
  private boolean skewed() {
    boolean mismatch = failedWith("SignatureDoesNotMatch", "AuthFailure");
    boolean told =
        error
            .filter(e -> e.message().matches("(?s).*Signature (expired|not yet current).*"))
            .isPresent();
    return mismatch && (told || http.vitals().skew().filter(AwsAnswer::tooFar).isPresent());
  }

  private static boolean tooFar(Duration skew) {
    return skew.abs().compareTo(Duration.ofMinutes(4)) > 0;
  }
}
