package dev.firebreak.verifier;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Public Ed25519 keys by id: the first 16 hexadecimal digits of the SHA-256 of their X.509 form.
 */
final class Keys {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

  private static final int SIGNATURE_LENGTH = 64;

  private final Map<String, PublicKey> byId = new TreeMap<>();

  /** The same head is in the export and with the witness; a signature takes long to check. */
  private final Map<SignedHead, Boolean> judged = new HashMap<>();

  /** Adds all keys of a PEM text; how many there were. */
  int add(String pem) throws Json.Malformed {
    Matcher m = BLOCK.matcher(pem);
    int found = 0;
    while (m.find()) {
      try {
        byte[] der = Base64.getMimeDecoder().decode(m.group(1));
        byId.put(
            HexFormat.of().formatHex(MerkleTree.sha256().digest(der)).substring(0, 16),
            KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der)));
        found++;
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        throw new Json.Malformed("it holds a public key that is no Ed25519 key");
      }
    }
    return found;
  }

  Set<String> ids() {
    return byId.keySet();
  }

  boolean knows(SignedHead head) {
    return byId.containsKey(head.key());
  }

  boolean knows(String id) {
    return byId.containsKey(id);
  }

  /** Whether a key signed these bytes. */
  boolean signed(String id, byte[] bytes, String signature) {
    PublicKey key = byId.get(id);
    return key != null && verify(key, bytes, signature);
  }

  boolean signed(SignedHead head) {
    return judged.computeIfAbsent(head, this::check);
  }

  private boolean check(SignedHead head) {
    return signed(head.key(), head.statement().getBytes(StandardCharsets.UTF_8), head.signature());
  }

  private static boolean verify(PublicKey key, byte[] bytes, String signed) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(key);
      signature.update(bytes);
      byte[] decoded = Base64.getDecoder().decode(signed);
      // Java 17 takes a signature with zeros appended for the same.
      return decoded.length == SIGNATURE_LENGTH && signature.verify(decoded);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
