package dev.firebreak.sandbox;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The credentials of one sandbox, made anew for each: nothing here opens anything else.
 *
 * @param exchangeSecret shared key of the request signatures
 * @param fireblocksApiKey id of the API user
 * @param fireblocks the API user's RSA key pair
 */
record Keys(
    String exchangeSecret,
    String oktaToken,
    String kubernetesToken,
    String jiraToken,
    String fireblocksApiKey,
    KeyPair fireblocks) {
  static final String EXCHANGE_KEY_ID = "firebreak-sandbox";
  static final String JIRA_EMAIL = "firebreak@exchange.example";
  static final String JIRA_PROJECT = "SEC";

  private static final SecureRandom RANDOM = new SecureRandom();

  static Keys fresh() {
    try {
      KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
      rsa.initialize(2048);
      return new Keys(
          token(), token(), token(), token(), "sandbox-" + token(), rsa.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime makes RSA keys", e);
    }
  }

  /** 32 random bytes, URL-safe. */
  static String token() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** A Standard Webhooks secret: {@code whsec_} and base64 of 32 random bytes. */
  static String webhookSecret() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return "whsec_" + Base64.getEncoder().encodeToString(bytes);
  }

  /** PKCS#8 PEM on one line, so that it fits a line of a properties file. */
  String fireblocksPrivateKey() {
    return "-----BEGIN PRIVATE KEY-----"
        + Base64.getEncoder().encodeToString(fireblocks.getPrivate().getEncoded())
        + "-----END PRIVATE KEY-----";
  }

  @Override
  public String toString() {
    return "(the sandbox's keys)";
  }
}
