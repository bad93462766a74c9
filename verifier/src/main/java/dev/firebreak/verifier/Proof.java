package dev.firebreak.verifier;

import java.util.Map;
import java.util.Optional;

/**
 * A single proof as the server gives it: shows one entry, or that a trail grew, without showing the
 * rest.
 */
final class Proof {
  private Proof() {}

  /**
   * Checks it.
   *
   * @param json a proof of type firebreak.audit.inclusion.v1 or firebreak.audit.consistency.v1
   */
  static Findings check(String json, Keys keys) {
    Findings findings = new Findings();
    try {
      Map<?, ?> proof = Json.anyObject(json);
      String type = Fields.text(proof, "type");
      if (type.equals("firebreak.audit.inclusion.v1")) {
        inclusion(proof, keys, findings);
      } else if (type.equals("firebreak.audit.consistency.v1")) {
        consistency(proof, keys, findings);
      } else {
        throw new Json.Malformed("'" + type + "' is no type of proof");
      }
    } catch (Json.Malformed e) {
      findings.wrong("It is no proof: " + e.getMessage());
    }
    return findings;
  }

  private static void inclusion(Map<?, ?> proof, Keys keys, Findings findings)
      throws Json.Malformed {
    String entry = Fields.text(proof, "entry");
    long seq = Fields.number(proof, "seq");
    long size = Fields.number(proof, "size");
    if (Fields.number(Json.object(entry), "seq") != seq) {
      findings.wrong("The entry is not the one it is said to be");
    }
    Optional<byte[]> root = signedRoot(proof, "head", size, keys, findings);
    if (root.isPresent()
        && MerkleTree.includes(
            seq - 1, size, MerkleTree.leaf(entry), Fields.hashes(proof, "path"), root.get())) {
      findings.checked("Entry " + seq + " is in the trail under this head:\n  " + entry);
    } else {
      findings.wrong("Entry " + seq + " is not shown to be in the trail");
    }
  }

  private static void consistency(Map<?, ?> proof, Keys keys, Findings findings)
      throws Json.Malformed {
    long from = Fields.number(proof, "from");
    long to = Fields.number(proof, "to");
    Optional<byte[]> first = signedRoot(proof, "fromHead", from, keys, findings);
    Optional<byte[]> second = signedRoot(proof, "toHead", to, keys, findings);
    if (first.isPresent()
        && second.isPresent()
        && MerkleTree.extendsTo(
            from, first.get(), to, second.get(), Fields.hashes(proof, "path"))) {
      findings.checked(
          "The trail of " + to + " entries begins with the trail of " + from + " entries.");
    } else {
      findings.wrong("It is not shown that the larger trail begins with the smaller one");
    }
  }

  private static Optional<byte[]> signedRoot(
      Map<?, ?> proof, String field, long size, Keys keys, Findings findings)
      throws Json.Malformed {
    if (!(proof.get(field) instanceof Map<?, ?> fields)) {
      findings.wrong("There is no signed head over " + size + " entries in it");
      return Optional.empty();
    }
    SignedHead head = SignedHead.of(fields);
    if (head.size() != size || !keys.signed(head)) {
      findings.wrong("The head over " + size + " entries is not signed by a key that was given");
      return Optional.empty();
    }
    findings.checked("Signed by key " + head.key() + ": " + head.named() + ".");
    return Optional.of(Fields.hash(head.root()));
  }
}
