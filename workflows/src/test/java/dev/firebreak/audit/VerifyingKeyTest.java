package dev.firebreak.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

class VerifyingKeyTest {
  private static final byte[] TEXT = "a head".getBytes(UTF_8);

  @Test
  void aSignatureCountsOnlyAsItWasMade() throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(pair.getPrivate());
    signer.update(TEXT);
    byte[] signature = signer.sign();
    VerifyingKey key = new VerifyingKey(pair.getPublic());

    assertThat(key.signed(TEXT, signature)).isTrue();
    for (int length : new int[] {0, 32, 63, 65, 66, 128}) {
      assertThat(key.signed(TEXT, Arrays.copyOf(signature, length))).as("%d", length).isFalse();
    }
    byte[] changed = signature.clone();
    changed[63] ^= 1;
    assertThat(key.signed(TEXT, changed)).isFalse();
    assertThat(key.signed("another head".getBytes(UTF_8), signature)).isFalse();
  }

  /**
   * Vectors of Project Wycheproof (https://github.com/C2SP/wycheproof), which are not ours to copy:
   * the property names its folder {@code testvectors_v1}.
   */
  @Test
  @EnabledIfSystemProperty(named = "firebreak.wycheproof", matches = ".+")
  void everyVectorIsJudgedRight() throws IOException, GeneralSecurityException {
    Path file = Path.of(System.getProperty("firebreak.wycheproof"), "ed25519_test.json");
    List<String> wrong = new ArrayList<>();
    int judged = 0;

    for (JsonNode group : Json.mapper().readTree(file.toFile()).path("testGroups")) {
      byte[] der = HexFormat.of().parseHex(group.path("publicKeyDer").asText());
      VerifyingKey key =
          new VerifyingKey(
              KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der)));
      for (JsonNode test : group.path("tests")) {
        byte[] text = HexFormat.of().parseHex(test.path("msg").asText());
        byte[] signature = HexFormat.of().parseHex(test.path("sig").asText());
        if (key.signed(text, signature) != test.path("result").asText().equals("valid")) {
          wrong.add(test.path("tcId").asText());
        }
        judged++;
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(judged).isGreaterThanOrEqualTo(150);
  }
}
