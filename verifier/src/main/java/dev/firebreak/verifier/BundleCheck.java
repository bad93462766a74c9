package dev.firebreak.verifier;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipException;

/**
 * Checks an evidence bundle: the manifest's signature, the digest of every file, the proof of every
 * audit entry, and that diagrams and messages are those that the entries name.
 */
final class BundleCheck {
  private static final String TYPE = "firebreak.evidence.v1";
  private static final Set<String> UNLISTED = Set.of("manifest.json", "manifest.sig");

  private final Findings findings = new Findings();
  private final Keys keys;
  private final boolean pinned;
  private Map<String, byte[]> files = new TreeMap<>();
  private Optional<SignedHead> head = Optional.empty();
  private final Set<String> seenHashes = new HashSet<>();
  private long leftOut;

  /**
   * @param trusted keys from elsewhere; empty when those in the bundle have to do
   */
  BundleCheck(Keys trusted) {
    this.keys = trusted;
    this.pinned = !trusted.ids().isEmpty();
  }

  Findings run(Path bundle) throws IOException {
    try {
      files = Archive.files(bundle);
      ownKeys();
      Map<?, ?> manifest = Json.anyObject(text("manifest.json"));
      if (!TYPE.equals(Fields.text(manifest, "type"))) {
        findings.wrong("The manifest is of another type than " + TYPE);
      }
      signature(manifest);
      digests(manifest);
      counts(manifest);
      entries(Fields.text(manifest, "incident"));
      seen();
    } catch (ZipException e) {
      findings.wrong("It is no whole archive: " + e.getMessage());
    } catch (Json.Malformed e) {
      findings.wrong("It is no evidence bundle: " + e.getMessage());
    }
    return findings;
  }

  /** Whether a witness that has a head of this size has the same one. */
  void witness(List<SignedHead> kept, String name) {
    if (head.isEmpty()) {
      return;
    }
    SignedHead ours = head.get();
    List<SignedHead> same = kept.stream().filter(h -> h.size() == ours.size()).toList();
    if (same.isEmpty()) {
      findings.wrong(
          "The witness "
              + name
              + " keeps no head over "
              + ours.size()
              + " entries; if its file is older than the bundle, fetch it anew");
    } else if (same.stream().anyMatch(h -> !h.root().equals(ours.root()))) {
      findings.wrong("The witness " + name + " keeps another root over " + ours.size());
    } else {
      findings.checked("The witness " + name + " keeps the same head.");
    }
  }

  private byte[] bytes(String name) throws Json.Malformed {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw new Json.Malformed("there is no " + name + " in it");
    }
    return bytes;
  }

  private String text(String name) throws Json.Malformed {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(name))).toString();
    } catch (CharacterCodingException e) {
      throw new Json.Malformed(name + " is not UTF-8");
    }
  }

  private void ownKeys() throws Json.Malformed {
    if (!pinned && keys.add(text("audit/keys.pem")) == 0) {
      throw new Json.Malformed("audit/keys.pem holds no key");
    }
    findings.checked(
        pinned
            ? "Signatures checked with the key(s) given: " + keys.ids() + "."
            : "Signatures checked with the key(s) in the bundle itself: "
                + keys.ids()
                + ". Compare them with a copy from elsewhere, or give --key.");
  }

  private void signature(Map<?, ?> manifest) throws Json.Malformed {
    byte[] first = (TYPE + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] document = bytes("manifest.json");
    byte[] signed = Arrays.copyOf(first, first.length + document.length);
    System.arraycopy(document, 0, signed, first.length, document.length);
    String key = Fields.text(manifest, "key");
    if (!keys.knows(key)) {
      findings.wrong("The manifest is signed by key " + key + ", which is not trusted");
    } else if (!keys.signed(key, signed, text("manifest.sig").strip())) {
      findings.wrong("The manifest was not signed by its key " + key);
    } else {
      findings.checked("The manifest is signed by key " + key + ".");
    }
  }

  private void digests(Map<?, ?> manifest) throws Json.Malformed {
    Set<String> unseen = new TreeSet<>(files.keySet());
    unseen.removeAll(UNLISTED);
    if (!(manifest.get("files") instanceof List<?> listed)) {
      throw new Json.Malformed("the manifest lists no files");
    }
    for (Object item : listed) {
      if (!(item instanceof Map<?, ?> file)) {
        throw new Json.Malformed("the manifest lists something that is no file");
      }
      String name = Fields.text(file, "name");
      byte[] bytes = files.get(name);
      if (bytes == null || !unseen.remove(name)) {
        findings.wrong("The file " + name + " is missing, or listed twice");
      } else if (bytes.length != Fields.number(file, "size")
          || !Fields.text(file, "sha256").equals(sha256(bytes))) {
        findings.wrong("The file " + name + " is not the one that was signed");
      }
    }
    unseen.forEach(name -> findings.wrong("The file " + name + " was added: it is not listed"));
    findings.checked(listed.size() + " files compared with the manifest.");
  }

  /** What was cut is told; what is missing without being told is found. */
  private void counts(Map<?, ?> manifest) throws Json.Malformed {
    count(manifest, "alerts", items("alerts.json"));
    count(manifest, "actions", items("actions.json"));
    long messages = files.keySet().stream().filter(f -> f.matches("messages/.*\\.body")).count();
    count(manifest, "messages", messages);
    leftOut = Fields.number(manifest, "messagesLeftOut");
    if (leftOut > 0) {
      findings.checked(
          "As it says, it was cut: "
              + messages
              + " of "
              + (messages + leftOut)
              + " raw messages are in it.");
    }
  }

  private void count(Map<?, ?> manifest, String what, long here) throws Json.Malformed {
    long told = Fields.number(manifest, what);
    if (told == here) {
      findings.checked(here + " " + what + ", as the manifest says.");
    } else {
      findings.wrong("The manifest tells of " + told + " " + what + ", but there are " + here);
    }
  }

  private long items(String file) throws Json.Malformed {
    return Fields.items(Json.anyObject("{\"all\":" + text(file) + "}"), "all").size();
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(MerkleTree.sha256().digest(bytes));
  }

  private void entries(String incident) throws Json.Malformed {
    SignedHead signed = SignedHead.read(text("audit/head.json").strip());
    head = Optional.of(signed);
    if (!keys.signed(signed)) {
      findings.wrong("The head in it is not signed by a key that is trusted");
    }
    Set<String> hashes = new HashSet<>();
    files.values().forEach(bytes -> hashes.add(sha256(bytes)));
    long last = 0;
    int count = 0;
    for (String line : text("audit/entries.jsonl").lines().toList()) {
      Map<?, ?> proof = Json.anyObject(line);
      long seq = Fields.number(proof, "seq");
      if (seq <= last) {
        findings.wrong("Entry " + seq + " is out of order");
      }
      last = seq;
      count++;
      entry(proof, seq, signed, incident, hashes);
    }
    if (count == 0) {
      findings.wrong("There is no audit entry in it");
    }
    findings.checked(count + " audit entries, each with a proof to " + signed.named() + ".");
  }

  private void entry(
      Map<?, ?> proof, long seq, SignedHead signed, String incident, Set<String> hashes)
      throws Json.Malformed {
    String text = Fields.text(proof, "entry");
    Map<?, ?> entry = Json.object(text);
    if (Fields.number(entry, "seq") != seq || !incident.equals(entry.get("incident"))) {
      findings.wrong("Entry " + seq + " is not one of incident " + incident);
    }
    if (seq > signed.size()
        || !MerkleTree.includes(
            seq - 1,
            signed.size(),
            MerkleTree.leaf(text),
            Fields.hashes(proof, "path"),
            Fields.hash(signed.root()))) {
      findings.wrong("Entry " + seq + " is not shown to be in the trail");
    }
    if (entry.get("data") instanceof Map<?, ?> data) {
      named(seq, entry, data, hashes);
    }
  }

  /** What voters were shown is what the trail has the hash of. */
  private void seen() throws Json.Malformed {
    Map<?, ?> wrapped = Json.anyObject("{\"all\":" + text("approvals.json") + "}");
    int shown = 0;
    for (Object item : Fields.items(wrapped, "all")) {
      if (item instanceof Map<?, ?> outer && outer.get("approval") instanceof Map<?, ?> approval) {
        for (Object vote : Fields.items(approval, "votes")) {
          if (vote instanceof Map<?, ?> v && v.get("seen") instanceof Map<?, ?> question) {
            shown++;
            question(question);
          }
        }
      }
    }
    if (shown > 0) {
      findings.checked(shown + " votes, each with what the voter was shown.");
    }
  }

  private void question(Map<?, ?> seen) throws Json.Malformed {
    String sha256 = sha256(Fields.text(seen, "text").getBytes(StandardCharsets.UTF_8));
    if (!seenHashes.contains(sha256)) {
      findings.wrong(
          "What a voter is said to have seen is not what the trail has (" + sha256 + ")");
    }
  }

  /** What an entry names by its hash has to be in the bundle. */
  private void named(long seq, Map<?, ?> entry, Map<?, ?> data, Set<String> hashes) {
    if ("run.started".equals(entry.get("kind")) && !hashes.contains(data.get("sha256"))) {
      findings.wrong("The diagram of the run that entry " + seq + " tells of is not in it");
    }
    if (data.get("seen") instanceof String sha256) {
      seenHashes.add(sha256);
    }
    boolean here = hashes.contains(data.get("messageSha256"));
    if (data.containsKey("messageSha256") && !here && leftOut == 0) {
      findings.wrong("The message that entry " + seq + " tells of is not in it as it arrived");
    }
  }
}
