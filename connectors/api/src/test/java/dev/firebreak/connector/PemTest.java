package dev.firebreak.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
  /** Made for this test with a key that was thrown away. */
  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBhDCCASmgAwIBAgIUXPJ91SVRM/ZPycVCRBUudj6irLgwCgYIKoZIzj0EAwIw
      FjEUMBIGA1UEAwwLb25lLmV4YW1wbGUwIBcNMjYxMTI1MTEwNzQzWhgPMjEyNjEx
      MDExMTA3NDNaMBYxFDASBgNVBAMMC29uZS5leGFtcGxlMFkwEwYHKoZIzj0CAQYI
      KoZIzj0DAQcDQgAE1WGwOLHK8Is51ATdZ30ezftBLtBsaFkUIRkrLMPnw4x7okIz
      RUfEZK0qyV745nFO4Mm3cZp8USrU/Kk9LHq1k6NTMFEwHQYDVR0OBBYEFNPyAwV0
      Ud9WkdzT6NVUU3GKDNtjMB8GA1UdIwQYMBaAFNPyAwV0Ud9WkdzT6NVUU3GKDNtj
      MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhAKftsiYC5fvhQH8o
      gkV4GW2519BKADereOj+j7OEgq4KAiEAsFTNVg8utMLamZfdF8if2PnRn6xWvYFn
      zMojCqhYvTg=
      -----END CERTIFICATE-----
      """;

  private static KeyPair keys(String algorithm) throws GeneralSecurityException {
    return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
  }

  private static String pem(PrivateKey key) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void aKeyOfEitherKindIsRead(String algorithm) throws GeneralSecurityException {
    PrivateKey key = keys(algorithm).getPrivate();

    assertThat(Pem.privateKey("server-key", Secret.of(pem(key)))).isEqualTo(key);
  }

  @Test
  void aKeyOfAnotherFormIsRefusedAndNotQuoted() throws GeneralSecurityException {
    String pkcs8 = pem(keys("EC").getPrivate());
    for (String wrong :
        List.of(
            pkcs8.replace("PRIVATE KEY", "EC PRIVATE KEY"),
            pkcs8.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"),
            pem(keys("Ed25519").getPrivate()),
            "-----BEGIN PRIVATE KEY-----\nY2FuYXJ5\n-----END PRIVATE KEY-----",
            "canary",
            CERTIFICATE)) {
      assertThatThrownBy(() -> Pem.privateKey("server-key", Secret.of(wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("server-key must be an RSA or EC key")
          .hasMessageContaining("openssl pkcs8")
          .hasMessageNotContaining(wrong.substring(0, 6))
          .hasNoCause();
    }
  }

  @Test
  void allCertificatesAreReadInTheirOrder() {
    assertThat(Pem.certificates("client-ca", Secret.of(CERTIFICATE + CERTIFICATE)))
        .hasSize(2)
        .allSatisfy(c -> assertThat(c.toString()).contains("CN=one.example"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "canary",
        "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nY2FuYXJ5\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----"
      })
  void whatIsNoCertificateIsRefusedAndNotQuoted(String wrong) {
    assertThatThrownBy(() -> Pem.certificates("client-ca", Secret.of(wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("client-ca must be PEM text with one or more BEGIN CERTIFICATE blocks")
        .hasNoCause();
  }
}
