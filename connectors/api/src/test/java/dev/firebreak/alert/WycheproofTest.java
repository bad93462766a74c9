package dev.firebreak.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.firebreak.connector.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Vectors of Project Wycheproof (https://github.com/C2SP/wycheproof), which are not ours to copy:
 * {@code -Dfirebreak.wycheproof=DIR} names its folder {@code testvectors_v1}.
 */
@EnabledIfSystemProperty(named = "firebreak.wycheproof", matches = ".+")
class WycheproofTest {
  private static final int SHORTEST_KEY = 24;
  private static final int LONGEST_KEY = 64;

  /** Whether the tag is what our key makes of the message; tags may be cut in the vectors. */
  private static boolean isAccepted(JsonNode group, JsonNode test) {
    byte[] key = bytes(test, "key");
    SigningKey signing =
        SigningKey.of("secret", Secret.of("whsec_" + Base64.getEncoder().encodeToString(key)));
    byte[] made = signing.sign(new byte[0], bytes(test, "msg"));
    byte[] cut = Arrays.copyOf(made, group.path("tagSize").asInt() / 8);
    return MessageDigest.isEqual(cut, bytes(test, "tag"));
  }

  private static byte[] bytes(JsonNode test, String name) {
    return HexFormat.of().parseHex(test.path(name).asText());
  }

  @Test
  void everyHmacIsJudgedRight() throws IOException {
    Path file = Path.of(System.getProperty("firebreak.wycheproof"), "hmac_sha256_test.json");
    List<String> wrong = new ArrayList<>();
    int judged = 0;
    int keysRefused = 0;

    for (JsonNode group : new ObjectMapper().readTree(file.toFile()).path("testGroups")) {
      for (JsonNode test : group.path("tests")) {
        int length = bytes(test, "key").length;
        if (length < SHORTEST_KEY || length > LONGEST_KEY) {
          keysRefused++;
        } else {
          judged++;
          if (isAccepted(group, test) != test.path("result").asText().equals("valid")) {
            wrong.add(test.path("tcId").asText());
          }
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(judged).isGreaterThan(60);
    assertThat(judged + keysRefused).isGreaterThanOrEqualTo(174);
  }
}
