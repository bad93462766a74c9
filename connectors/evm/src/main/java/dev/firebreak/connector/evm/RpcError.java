package dev.firebreak.connector.evm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.http.VendorHttp;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node understood a request and answered with an error.
 *
 * @see <a href="https://www.jsonrpc.org/specification#error_object">Error object</a>
 */
final class RpcError extends Exception {
  private static final Pattern BYTES = Pattern.compile("0x(?:[0-9a-fA-F]{2})*");

  private final long code;
  private final String data;

  private RpcError(long code, String message, String data) {
    super(message);
    this.code = code;
    this.data = data;
  }

  /**
   * @param withoutSecrets takes out of the node's words what must not be seen
   */
  static RpcError of(JsonNode error, UnaryOperator<String> withoutSecrets) {
    return new RpcError(
        error.path("code").asLong(0),
        VendorHttp.oneLine(withoutSecrets.apply(error.path("message").asText(""))),
        data(error.path("data")));
  }

  long code() {
    return code;
  }

  /** The node's words as one line, at most 200 characters. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** What a contract reverted with, {@code 0x} for nothing. */
  String data() {
    return data;
  }

  /** Whether a contract reverted; everything else is the node's own trouble. */
  boolean isRevert() {
    return code == 3 || data.length() > 2 || says("revert");
  }

  /** Whether the node's words hold one of these, which are lower case. */
  boolean says(String... words) {
    String said = getMessage().toLowerCase(Locale.ROOT);
    for (String w : words) {
      if (said.contains(w)) {
        return true;
      }
    }
    return false;
  }

  /** Nodes put it there as text, as text after a word, or one object deeper. */
  private static String data(JsonNode data) {
    String text = data.isObject() ? data.path("data").asText("") : data.asText("");
    Matcher found = BYTES.matcher(text);
    return found.find() ? found.group() : "0x";
  }
}
