package dev.firebreak.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EchoTest {
  private static String removed(String name, String value, String body) {
    Header[] sent = {new BasicHeader("Accept", "application/json"), new BasicHeader(name, value)};
    return new String(Echo.removed(sent, body.getBytes(UTF_8)), UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization, Bearer abcdefghijklmnop",
    "Authorization, Basic abcdefghijklmnop",
    "X-API-Key, abcdefghijklmnop",
    "X-PAN-KEY, abcdefghijklmnop",
    "X-Vault-Token, abcdefghijklmnop"
  })
  void aCredentialThatIsRepeatedIsTakenOut(String name, String value) {
    assertThat(removed(name, value, "{\"error\":\"bad ä " + value + "\"}"))
        .isEqualTo("{\"error\":\"bad ä " + value.replace("abcdefghijklmnop", "(secret)") + "\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "Idempotency-Key, abcdefghijklmnop",
    "X-Key-Id, abcdefghijklmnop",
    "Authorization, Bearer short"
  })
  void whatIsNoCredentialStays(String name, String value) {
    assertThat(removed(name, value, "seen " + value)).isEqualTo("seen " + value);
  }

  @Test
  void aBodyWithoutOneIsTheSame() {
    byte[] body = {1, (byte) 0xe4, 3};

    assertThat(
            Echo.removed(
                new Header[] {new BasicHeader("Authorization", "Bearer abcdefghijklm")}, body))
        .isSameAs(body);
  }
}
