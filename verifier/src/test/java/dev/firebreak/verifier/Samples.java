package dev.firebreak.verifier;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** An export as a server would write it, with a key of its own. */
final class Samples {
  final KeyPair pair = pair();

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String pem() {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private String id() {
    byte[] der = pair.getPublic().getEncoded();
    return HexFormat.of().formatHex(MerkleTree.sha256().digest(der)).substring(0, 16);
  }

  static String entry(int seq) {
    return "{\"actor\":\"system\",\"at\":\"2026-03-01T10:00:00Z\",\"data\":{\"n\":"
        + seq
        + "},\"kind\":\"alert.accepted\",\"seq\":"
        + seq
        + "}";
  }

  static List<String> entries(int count) {
    List<String> entries = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      entries.add(entry(i));
    }
    return entries;
  }

  String head(List<String> entries, int size) {
    MerkleTree tree = new MerkleTree();
    entries.subList(0, size).forEach(e -> tree.append(MerkleTree.leaf(e)));
    String root = HexFormat.of().formatHex(tree.root());
    SignedHead unsigned = new SignedHead(size, root, "2026-03-01T10:00:01Z", id(), "");
    String signature = sign(unsigned.statement());
    return "{\"at\":\"2026-03-01T10:00:01Z\",\"key\":\""
        + id()
        + "\",\"root\":\""
        + root
        + "\",\"signature\":\""
        + signature
        + "\",\"size\":"
        + size
        + ",\"type\":\"firebreak.audit.head.v1\"}";
  }

  private String sign(String text) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signed after each of these sizes. */
  List<String> export(List<String> entries, int... sizes) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "{\"entries\":"
            + entries.size()
            + ",\"keys\":[\""
            + pem().replace("\n", "\\n")
            + "\"],\"type\":\"firebreak.audit.export.v1\"}");
    lines.addAll(entries);
    for (int size : sizes) {
      lines.add(head(entries, size));
    }
    return lines;
  }
}
