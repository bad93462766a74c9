package dev.firebreak.alert.hypernative;

import dev.firebreak.connector.Secret;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of Hypernative's public keys: ECDSA on the curve P-256, with SHA-256. */
final class SigningKey {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([^-]{1,4000})-----END PUBLIC KEY-----");
  private static final int MOST_KEYS = 8;

  private final ECPublicKey key;

  private SigningKey(ECPublicKey key) {
    this.key = key;
  }

  /**
   * The keys in a setting.
   *
   * @param setting named in messages
   * @throws IllegalArgumentException when it holds none, too many, or one of another kind
   */
  static List<SigningKey> all(String setting, Secret text) {
    String value = text.reveal().replace("\\n", "\n");
    List<String> blocks = new ArrayList<>();
    Matcher pem = PEM.matcher(value);
    while (pem.find()) {
      blocks.add(pem.group(1));
    }
    if (blocks.isEmpty() && !value.contains("-----")) {
      blocks.add(value);
    }
    if (blocks.isEmpty() || blocks.size() > MOST_KEYS) {
      throw new IllegalArgumentException(
          setting + " must hold 1 to " + MOST_KEYS + " blocks of BEGIN PUBLIC KEY");
    }
    return blocks.stream().map(b -> of(setting, b)).toList();
  }

  private static SigningKey of(String setting, String base64) {
    try {
      byte[] der = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
      ECPublicKey key =
          (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
      if (!isP256(key.getParams())) {
        throw new IllegalArgumentException(setting + " holds a key of another curve than P-256");
      }
      return new SigningKey(key);
    } catch (GeneralSecurityException | ClassCastException e) {
      throw new IllegalArgumentException(
          setting + " holds no readable EC public key; paste it whole, as Hypernative shows it", e);
    }
  }

  private static boolean isP256(ECParameterSpec params) throws GeneralSecurityException {
    AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
    named.init(new ECGenParameterSpec("secp256r1"));
    ECParameterSpec p256 = named.getParameterSpec(ECParameterSpec.class);
    return params.getCurve().equals(p256.getCurve())
        && params.getGenerator().equals(p256.getGenerator())
        && params.getOrder().equals(p256.getOrder());
  }

  /** Whether this key made the signature (DER) over the bytes. */
  boolean signed(byte[] bytes, byte[] signature) {
    try {
      Signature check = Signature.getInstance("SHA256withECDSA");
      check.initVerify(key);
      check.update(bytes);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
