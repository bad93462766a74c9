package dev.firebreak.http;

import dev.firebreak.connector.ActionFailure;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Document;

/**
 * Calls to a service of AWS that speaks the Query protocol (IAM, STS, EC2): parameters in, XML out.
 * Reads go by GET, so that a lost answer to one is never taken for a change; changes by POST. Both
 * are documented for every operation. Safe for all threads; calls block.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/programming.html">Calling the IAM
 *     API using HTTP query requests</a>
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html">Query
 *     requests for Amazon EC2</a>
 */
public final class AwsQuery {
  private final VendorHttp http;
  private final String place;
  private final AwsSignature signature;
  private final String version;

  /**
   * @param place {@code /} for the endpoint itself, or an absolute URL to another of its hosts,
   *     ending with a slash
   * @param version of the service's API, for example {@code 2010-05-08}
   */
  public AwsQuery(VendorHttp http, String place, AwsSignature signature, String version) {
    this.http = http;
    this.place = place;
    this.signature = signature;
    this.version = version;
  }

  /**
   * Asks without changing anything.
   *
   * @return any answer; {@link AwsAnswer#result} judges it
   * @throws ActionFailure as {@link VendorHttp#exchange}
   */
  public AwsAnswer read(String action, Map<String, String> parameters) throws ActionFailure {
    byte[] query = Request.form(place, all(action, parameters)).bodyBytes();
    return exchange(Request.get(place + "?" + new String(query, StandardCharsets.US_ASCII)));
  }

  /**
   * Asks for a change.
   *
   * @return any answer; {@link AwsAnswer#result} judges it
   * @throws ActionFailure as {@link VendorHttp#exchange}
   */
  public AwsAnswer change(String action, Map<String, String> parameters) throws ActionFailure {
    return exchange(Request.form(place, all(action, parameters)));
  }

  private AwsAnswer exchange(Request request) throws ActionFailure {
    Request signed = signature.sign(request, http.endpoint());
    Response response = http.exchange(signed);
    return new AwsAnswer(http, signed, response, AwsError.of(response), signature.key());
  }

  private Map<String, String> all(String action, Map<String, String> parameters) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Action", action);
    all.put("Version", version);
    all.putAll(parameters);
    return all;
  }

  /** The error in a body, where it is one; both forms in use. */
  record AwsError(String code, String message) {
    static Optional<AwsError> of(Response response) {
      if (response.ok()) {
        return Optional.empty();
      }
      try {
        return read(response.xml());
      } catch (ActionFailure notXml) {
        return Optional.empty();
      }
    }

    private static Optional<AwsError> read(Document document) {
      XmlPart root = XmlPart.of(document);
      String at = root.name().equals("Response") ? "Errors/Error/" : "Error/";
      return root.text(at + "Code")
          .filter(c -> c.matches("[A-Za-z0-9._-]{1,100}"))
          .map(c -> new AwsError(c, root.text(at + "Message").orElse("")));
    }
  }
}
