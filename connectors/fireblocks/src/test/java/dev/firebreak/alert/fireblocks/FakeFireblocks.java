package dev.firebreak.alert.fireblocks;

import dev.firebreak.alert.RawMessage;
import dev.firebreak.connector.Json;
import dev.firebreak.testkit.AlertSourceContract.Sample;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** A Fireblocks with signing keys of its own. */
final class FakeFireblocks {
  static final String WORKSPACE = "7f3c1d2e-0000-4000-8000-00000000aaaa";
  static final String KEY_ID = "webhook-key-1";

  static final KeyPair KEYS = keys(2048);
  static final KeyPair OTHER_KEYS = keys(2048);

  private FakeFireblocks() {}

  static KeyPair keys(int bits) {
    try {
      KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
      rsa.initialize(bits);
      return rsa.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A JWKS with keys by their ids. */
  static String jwks(Map<String, KeyPair> keys) {
    return Json.write(
        Map.of("keys", keys.entrySet().stream().map(e -> jwk(e.getKey(), e.getValue())).toList()));
  }

  static Map<String, String> jwk(String id, KeyPair keys) {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    Map<String, String> jwk = new LinkedHashMap<>();
    jwk.put("kty", "RSA");
    jwk.put("kid", id);
    jwk.put("use", "sig");
    jwk.put("alg", "RS512");
    jwk.put("n", base64url(key.getModulus().toByteArray()));
    jwk.put("e", base64url(key.getPublicExponent().toByteArray()));
    return jwk;
  }

  private static String base64url(byte[] signed) {
    byte[] bytes =
        signed.length > 1 && signed[0] == 0 ? Arrays.copyOfRange(signed, 1, signed.length) : signed;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The header's value for a body. */
  static String signature(String body, String keyId, KeyPair keys, String algorithm) {
    try {
      JsonWebSignature jws = new JsonWebSignature();
      jws.setAlgorithmHeaderValue(algorithm);
      jws.setKeyIdHeaderValue(keyId);
      jws.setPayloadBytes(body.getBytes(StandardCharsets.UTF_8));
      jws.setKey(keys.getPrivate());
      String[] parts = jws.getCompactSerialization().split("\\.");
      return parts[0] + ".." + parts[2];
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  static Sample sample(String name, String body) {
    return sample(name, body, KEY_ID, KEYS);
  }

  static Sample sample(String name, String body, String keyId, KeyPair keys) {
    return Sample.of(
        name,
        Map.of(
            "Fireblocks-Webhook-Signature",
            signature(body, keyId, keys, AlgorithmIdentifiers.RSA_USING_SHA512),
            "Fireblocks-Signature",
            "bGVnYWN5",
            "Content-Type",
            "application/json"),
        body);
  }

  static RawMessage message(String body) {
    return sample("m", body).message();
  }

  static RawMessage message(String body, String keyId, KeyPair keys) {
    return sample("m", body, keyId, keys).message();
  }

  static List<String> workspaces() {
    return List.of("another-workspace", WORKSPACE);
  }
}
