package dev.firebreak.alert.fireblocks;

import java.security.PublicKey;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * A compact JWS without its payload, which is the body: {@code header..signature}
 * (https://developers.fireblocks.com/reference/validating-webhooks, RFC 7515 appendix F). The
 * algorithm is RS512 and nothing else.
 *
 * @param compact as in the header
 * @param keyId names the key that made it
 */
record DetachedSignature(String compact, String keyId) {
  static final String HEADER = "fireblocks-webhook-signature";

  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9_-]{1,2000}\\.\\.[A-Za-z0-9_-]{1,2000}");

  static DetachedSignature read(String header) throws NotFromFireblocks {
    if (!FORM.matcher(header).matches()) {
      throw new NotFromFireblocks(HEADER + " is no detached compact JWS");
    }
    try {
      JsonWebSignature jws = new JsonWebSignature();
      jws.setCompactSerialization(header);
      String keyId = jws.getKeyIdHeaderValue();
      if (!AlgorithmIdentifiers.RSA_USING_SHA512.equals(jws.getAlgorithmHeaderValue())
          || keyId == null) {
        throw new NotFromFireblocks(HEADER + " is not made with RS512 and a named key");
      }
      return new DetachedSignature(header, keyId);
    } catch (JoseException e) {
      throw new NotFromFireblocks(HEADER + " has no readable header");
    }
  }

  /**
   * @throws NotFromFireblocks when the key did not sign exactly these bytes
   */
  void verify(byte[] body, PublicKey key) throws NotFromFireblocks {
    try {
      JsonWebSignature jws = new JsonWebSignature();
      jws.setAlgorithmConstraints(
          new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA512));
      jws.setCompactSerialization(compact);
      jws.setEncodedPayload(Base64.getUrlEncoder().withoutPadding().encodeToString(body));
      jws.setKey(key);
      if (!jws.verifySignature()) {
        throw new NotFromFireblocks("the signature does not fit the message");
      }
    } catch (JoseException e) {
      throw new NotFromFireblocks("the signature cannot be checked");
    }
  }
}
