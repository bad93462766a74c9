package dev.firebreak.verifier;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * An export, and all that somebody with an owner's rights over the database can make of it: what is
 * exported afterwards has numbers, counts and, where he has the key, signatures that fit again.
 */
final class Mutations {
  private final String header;
  private final List<String> entries = new ArrayList<>();
  private final List<String> heads = new ArrayList<>();
  private final PrivateKey key;
  private final Random random;

  Mutations(List<String> export, PrivateKey key, Random random) {
    this.header = export.get(0);
    this.key = key;
    this.random = random;
    for (String line : export.subList(1, export.size())) {
      (line.startsWith("{\"actor\"") ? entries : heads).add(line);
    }
  }

  /** How an export can be changed. */
  enum Kind {
    EDIT,
    DELETE,
    INSERT,
    REORDER,
    TRUNCATE
  }

  /** What is done about the hashes afterwards. */
  enum Cover {
    /** Nothing; the lines only are changed, without their numbers. */
    NONE,
    /** Numbers and counts fit again. */
    RENUMBERED,
    /** Heads, too, have the roots of what is there now; their signatures are the old ones. */
    REHASHED,
    /** And they are signed again with the stolen key. */
    RESIGNED
  }

  int entries() {
    return entries.size();
  }

  /** A changed export, line by line. */
  List<String> mutated(Kind kind, Cover cover) {
    List<String> original = covered(entries, Cover.NONE);
    List<String> changed = changed(kind, cover);
    while (changed.equals(original)) {
      changed = changed(kind, cover); // Two entries that differ in their numbers only, perhaps.
    }
    return changed;
  }

  private List<String> changed(Kind kind, Cover cover) {
    List<String> changed = new ArrayList<>(entries);
    int at = random.nextInt(changed.size());
    switch (kind) {
      case EDIT -> changed.set(at, edited(changed.get(at)));
      case DELETE -> changed.remove(at);
      case INSERT -> changed.add(at, edited(changed.get(random.nextInt(changed.size()))));
      case REORDER -> {
        String moved = changed.remove(at);
        int to = random.nextInt(changed.size());
        changed.add(to == at ? (to + 1) % changed.size() : to, moved);
      }
      case TRUNCATE -> changed.subList(at, changed.size()).clear();
    }
    return covered(changed, cover);
  }

  /** One letter or digit becomes another, not of the number: that is what is made to fit again. */
  private String edited(String line) {
    int at;
    do {
      at = random.nextInt(line.lastIndexOf(",\"seq\":"));
    } while (!Character.isLetterOrDigit(line.charAt(at)) || line.charAt(at) > 'z');
    char other =
        Character.isDigit(line.charAt(at)) ? digit(line.charAt(at)) : letter(line.charAt(at));
    return line.substring(0, at) + other + line.substring(at + 1);
  }

  private char digit(char not) {
    char other = (char) ('1' + random.nextInt(9));
    return other == not ? digit(not) : other;
  }

  private char letter(char not) {
    char other = (char) ('a' + random.nextInt(26));
    return other == not ? letter(not) : other;
  }

  private List<String> covered(List<String> changed, Cover cover) {
    List<String> lines = new ArrayList<>();
    if (cover == Cover.NONE) {
      lines.add(header);
      lines.addAll(changed);
      lines.addAll(heads);
      return lines;
    }
    lines.add(header.replaceFirst("\"entries\":\\d+", "\"entries\":" + changed.size()));
    MerkleTree tree = new MerkleTree();
    for (String line : changed) {
      String numbered = line.replaceFirst("\"seq\":\\d+}$", "\"seq\":" + (tree.size() + 1) + "}");
      lines.add(numbered);
      tree.append(MerkleTree.leaf(numbered));
    }
    lines.addAll(heads(tree, cover));
    return lines;
  }

  /**
   * Of new ones only two, since heads may be left out, too: one in between and one over the end.
   */
  private List<String> heads(MerkleTree tree, Cover cover) {
    List<String> covering = heads.stream().filter(line -> read(line).size() < tree.size()).toList();
    if (cover == Cover.RENUMBERED) {
      return heads.stream().filter(line -> read(line).size() <= tree.size()).toList();
    }
    List<String> all = new ArrayList<>();
    if (!covering.isEmpty()) {
      String between = covering.get(random.nextInt(covering.size()));
      all.add(again(between, (int) read(between).size(), tree, cover));
    }
    if (tree.size() > 0) {
      all.add(again(heads.get(heads.size() - 1), tree.size(), tree, cover));
    }
    return all;
  }

  /** All heads anew, signed with the stolen key. */
  List<String> resigned(MerkleTree tree) {
    return heads.stream()
        .map(line -> again(line, (int) read(line).size(), tree, Cover.RESIGNED))
        .toList();
  }

  private String again(String line, int size, MerkleTree tree, Cover cover) {
    SignedHead old = read(line);
    SignedHead unsigned =
        new SignedHead(size, HexFormat.of().formatHex(tree.root(0, size)), old.at(), old.key(), "");
    String signature = cover == Cover.RESIGNED ? sign(unsigned.statement()) : old.signature();
    return unsigned
        .statement()
        .replace(",\"size\":", ",\"signature\":\"" + signature + "\",\"size\":");
  }

  private static SignedHead read(String line) {
    try {
      return SignedHead.read(line);
    } catch (Json.Malformed e) {
      throw new IllegalStateException(line, e);
    }
  }

  private String sign(String text) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the verifier says. */
  static Findings check(List<String> export, Keys keys, byte[] witness) {
    try {
      Check check = new Check(stream(export), keys);
      check.witness(new ByteArrayInputStream(witness), "the witness");
      return check.run();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ByteArrayInputStream stream(List<String> lines) {
    return new ByteArrayInputStream(
        (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
