package dev.firebreak.verifier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.firebreak.connector.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Changes a file of a bundle and makes a manifest and a signature that fit again. */
final class Forger {
  private final PrivateKey key;

  /** Of a stranger's key; empty for the one that is in the manifest. */
  private final Optional<String> id;

  /** A stranger. */
  Forger() throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    this.key = pair.getPrivate();
    this.id = Optional.of(sha256(pair.getPublic().getEncoded()).substring(0, 16));
  }

  /** A thief of the key that signs. */
  Forger(String pem) throws GeneralSecurityException {
    String name = "PRIVATE KEY-----";
    String body = pem.substring(pem.indexOf(name) + name.length(), pem.indexOf("-----END PRIVATE"));
    this.key =
        KeyFactory.getInstance("Ed25519")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
    this.id = Optional.empty();
  }

  Map<String, byte[]> forged(Map<String, byte[]> files, String changed)
      throws IOException, GeneralSecurityException {
    Map<String, byte[]> all = new TreeMap<>(files);
    byte[] bytes = Arrays.copyOf(files.get(changed), files.get(changed).length + 1);
    bytes[bytes.length - 1] = ' ';
    all.put(changed, bytes);
    ObjectNode manifest = (ObjectNode) Json.parse(files.get("manifest.json"));
    id.ifPresent(stranger -> manifest.put("key", stranger));
    ArrayNode listed = (ArrayNode) manifest.get("files");
    for (JsonNode file : listed) {
      if (file.path("name").asText().equals(changed)) {
        ((ObjectNode) file).put("sha256", sha256(bytes)).put("size", bytes.length);
      }
    }
    byte[] document = Json.bytes(manifest);
    all.put("manifest.json", document);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(key);
    signature.update("firebreak.evidence.v1\n".getBytes(StandardCharsets.US_ASCII));
    signature.update(document);
    all.put(
        "manifest.sig",
        Base64.getEncoder().encodeToString(signature.sign()).getBytes(StandardCharsets.US_ASCII));
    return all;
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(MerkleTree.sha256().digest(bytes));
  }
}
