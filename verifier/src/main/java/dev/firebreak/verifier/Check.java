package dev.firebreak.verifier;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** Checks an export against the signed heads in it and those that witnesses keep. */
final class Check {
  private final Findings findings = new Findings();
  private final Keys keys;
  private final boolean pinned;
  private final Export export;
  private final List<Claim> claims = new ArrayList<>();

  /** A head, and who shows it. */
  private record Claim(SignedHead head, String where) {}

  /**
   * Reads an export.
   *
   * @param trusted keys from elsewhere; empty when those of the export have to do
   */
  Check(InputStream in, Keys trusted) throws IOException {
    this.keys = trusted;
    this.pinned = !trusted.ids().isEmpty();
    this.export = Export.read(in, findings);
    keys();
    export.heads.forEach(h -> claims.add(new Claim(h, "")));
  }

  private void keys() {
    if (pinned) {
      return;
    }
    for (String pem : export.keys) {
      try {
        keys.add(pem);
      } catch (Json.Malformed e) {
        findings.wrong("The export's header: " + e.getMessage());
      }
    }
  }

  /**
   * Reads what a witness keeps: a file of heads, or the text of tickets.
   *
   * @param name of it, for people
   */
  void witness(InputStream in, String name) throws IOException {
    BufferedReader lines = Export.lines(in);
    int before = claims.size();
    int unreadable = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      try {
        claims.add(new Claim(SignedHead.read(head(line)), ", kept by " + name + ","));
      } catch (Json.Malformed e) {
        unreadable += line.isBlank() ? 0 : 1;
      }
    }
    if (claims.size() == before) {
      findings.wrong("The witness " + name + " keeps no signed head");
    }
    if (unreadable > 0) {
      findings.checked(
          unreadable + " line(s) of the witness " + name + " are no signed heads; passed over.");
    }
    findings.checked((claims.size() - before) + " signed heads of the witness " + name + " read.");
  }

  /** The signed heads in a witness's file or a ticket's text; other lines are passed over. */
  static List<SignedHead> heads(InputStream in) throws IOException {
    List<SignedHead> heads = new ArrayList<>();
    BufferedReader lines = Export.lines(in);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      try {
        heads.add(SignedHead.read(head(line)));
      } catch (Json.Malformed e) {
        continue;
      }
    }
    return heads;
  }

  /** Of a ticket's text the head is what follows some words. */
  private static String head(String line) {
    return line.substring(Math.max(0, line.indexOf("{\"at\":"))).strip();
  }

  /** Compares all heads with the entries. */
  Findings run() {
    findings.checked(export.tree.size() + " entries and " + export.heads.size() + " heads read.");
    findings.checked(
        pinned
            ? "Signatures checked with the key(s) given: " + keys.ids() + "."
            : "Signatures checked with the key(s) in the export itself: "
                + keys.ids()
                + ". Compare them with a copy from elsewhere, or give --key.");
    claims.sort(Comparator.comparingLong(c -> c.head().size()));
    claims.stream().map(Claim::where).distinct().sorted().forEach(this::compare);
    coverage();
    if (findings.ok()) {
      findings.checked(
          "All heads are signed, and each is the root over the entries up to it: since each was"
              + " signed, nothing before it was changed, added, left out or moved.");
    }
    return findings;
  }

  /** The heads of one place; those of another say nothing about where these cease to fit. */
  private void compare(String where) {
    long fits = 0;
    int misfits = 0;
    for (Claim c : claims) {
      if (!c.where().equals(where) || !signed(c) || tooLarge(c)) {
        continue;
      }
      if (root((int) c.head().size()).equals(c.head().root())) {
        fits = misfits == 0 ? c.head().size() : fits;
      } else if (misfits++ == 0) {
        findings.wrong(misfit(c, fits));
      }
    }
    if (misfits > 1) {
      findings.wrong("Of the same place, " + (misfits - 1) + " later heads do not fit either");
    }
  }

  private boolean signed(Claim c) {
    if (!keys.knows(c.head())) {
      findings.wrong(sentence(c, " is signed by key " + c.head().key() + ", which is not trusted"));
      return false;
    }
    if (!keys.signed(c.head())) {
      findings.wrong(sentence(c, " was not signed by its key " + c.head().key()));
      return false;
    }
    return true;
  }

  private boolean tooLarge(Claim c) {
    if (c.head().size() <= export.tree.size()) {
      return false;
    }
    findings.wrong(
        sentence(
            c,
            " covers more than the "
                + export.tree.size()
                + " entries there are: the end is missing"));
    return true;
  }

  private static String misfit(Claim c, long fits) {
    String place =
        fits + 1 >= c.head().size()
            ? "entry " + c.head().size()
            : "the entries " + (fits + 1) + " to " + c.head().size();
    return sentence(
        c,
        " does not fit the export: among "
            + place
            + " something was changed, added, left out or moved after it was signed");
  }

  private static String sentence(Claim c, String rest) {
    String named = c.head().named();
    return Character.toUpperCase(named.charAt(0)) + named.substring(1) + c.where() + rest;
  }

  private void coverage() {
    long covered = export.heads.stream().mapToLong(SignedHead::size).max().orElse(0);
    if (covered < export.tree.size()) {
      findings.wrong(
          "No signed head of the export covers the entries "
              + (covered + 1)
              + " to "
              + export.tree.size()
              + ": anybody may have added them");
    }
  }

  private String root(int size) {
    return HexFormat.of().formatHex(export.tree.root(0, size));
  }

  /** Makes the proof that an entry is in the trail under the newest head, and checks it. */
  void includes(long seq) {
    long size = export.heads.stream().mapToLong(SignedHead::size).max().orElse(0);
    if (seq < 1 || seq > size || size > export.tree.size()) {
      findings.wrong("Entry " + seq + " cannot be shown: signed heads cover 1 to " + size);
      return;
    }
    int index = (int) seq - 1;
    byte[] leaf = export.tree.leafHash(index);
    byte[] root = export.tree.root(0, (int) size);
    List<byte[]> path = export.tree.inclusionProof(index, (int) size);
    if (!MerkleTree.includes(index, size, leaf, path, root)) {
      findings.wrong("Entry " + seq + " is not in the tree over " + size + " entries");
    }
    findings.checked(
        "Entry "
            + seq
            + " (leaf "
            + HexFormat.of().formatHex(leaf)
            + ") is in the tree over "
            + size
            + " entries with the root "
            + HexFormat.of().formatHex(root)
            + ", shown by "
            + path.size()
            + " hashes"
            + listed(path));
  }

  /** Makes the proof that the trail of a size begins with that of a smaller one, and checks it. */
  void extendsFrom(long from, long to) {
    if (from < 1 || from > to || to > export.tree.size()) {
      findings.wrong("Sizes must be from 1 to " + export.tree.size() + ", the smaller one first");
      return;
    }
    byte[] first = export.tree.root(0, (int) from);
    byte[] second = export.tree.root(0, (int) to);
    List<byte[]> path = export.tree.consistencyProof((int) from, (int) to);
    if (!MerkleTree.extendsTo(from, first, to, second, path)) {
      findings.wrong("The tree over " + to + " entries does not begin with that over " + from);
    }
    findings.checked(
        "The tree over "
            + to
            + " entries begins with that over "
            + from
            + " (roots "
            + HexFormat.of().formatHex(second)
            + " and "
            + HexFormat.of().formatHex(first)
            + "), shown by "
            + path.size()
            + " hashes"
            + listed(path));
  }

  private static String listed(List<byte[]> path) {
    StringBuilder text = new StringBuilder(path.isEmpty() ? "." : ":");
    path.forEach(hash -> text.append("\n  ").append(HexFormat.of().formatHex(hash)));
    return text.toString();
  }
}
