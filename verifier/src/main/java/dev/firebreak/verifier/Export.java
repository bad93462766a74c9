package dev.firebreak.verifier;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An export as it was read: a header, the entries, the signed heads, a line each. Reading it finds
 * what is wrong with single lines and their order; whether they are what was signed is not its
 * business.
 */
final class Export {
  private static final String TYPE = "firebreak.audit.export.v1";
  private static final Set<String> HEADER = Set.of("entries", "keys", "type");
  private static final Set<String> ENTRY = Set.of("actor", "at", "data", "kind", "seq");

  final MerkleTree tree = new MerkleTree();
  final List<SignedHead> heads = new ArrayList<>();
  final List<String> keys = new ArrayList<>();
  private final Findings findings;
  private long announced = -1;
  private int number;

  private Export(Findings findings) {
    this.findings = findings;
  }

  /** Reads all of it; the stream is not closed. */
  static Export read(InputStream in, Findings findings) throws IOException {
    Export export = new Export(findings);
    BufferedReader lines = lines(in);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      export.number++;
      try {
        export.line(line);
      } catch (Json.Malformed e) {
        findings.wrong("Line " + export.number + " cannot be what was written: " + e.getMessage());
      }
    }
    export.end();
    return export;
  }

  static BufferedReader lines(InputStream in) {
    return new BufferedReader(
        new InputStreamReader(
            in,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)));
  }

  private void line(String line) throws Json.Malformed {
    if (number == 1) {
      header(Json.object(line));
    } else if (line.startsWith("{\"actor\":")) {
      entry(line);
    } else {
      head(line);
    }
  }

  private void header(Map<?, ?> fields) throws Json.Malformed {
    if (!fields.keySet().equals(HEADER) || !TYPE.equals(fields.get("type"))) {
      throw new Json.Malformed("an export begins with a header of type " + TYPE);
    }
    keys.addAll(Fields.texts(fields, "keys"));
    announced = Fields.number(fields, "entries");
  }

  /** A line that is wrong still is a leaf: heads say whether it is the one that was signed. */
  private void entry(String line) throws Json.Malformed {
    if (!heads.isEmpty()) {
      findings.wrong("Line " + number + " is an entry that stands behind the signed heads");
    }
    tree.append(MerkleTree.leaf(line));
    Map<?, ?> fields = Json.object(line);
    Set<Object> names = new HashSet<>(fields.keySet());
    if (names.remove("incident")) {
      Fields.text(fields, "incident");
    }
    if (!names.equals(ENTRY) || !(fields.get("data") instanceof Map)) {
      throw new Json.Malformed("an entry has actor, at, data, kind and seq, maybe an incident");
    }
    try {
      Instant.parse(Fields.text(fields, "at"));
    } catch (DateTimeException e) {
      throw new Json.Malformed("its time is none");
    }
    Fields.text(fields, "actor");
    Fields.text(fields, "kind");
    long seq = Fields.number(fields, "seq");
    if (seq != tree.size()) {
      findings.wrong(
          "Line " + number + " holds entry " + seq + " where entry " + tree.size() + " belongs");
    }
  }

  private void head(String line) throws Json.Malformed {
    SignedHead head = SignedHead.read(line);
    if (!heads.isEmpty() && head.size() <= heads.get(heads.size() - 1).size()) {
      findings.wrong("Line " + number + ": " + head.named() + " is out of order");
    }
    heads.add(head);
  }

  private void end() {
    if (number == 0) {
      findings.wrong("The export is empty");
    } else if (announced >= 0 && announced != tree.size()) {
      findings.wrong(
          "The header speaks of "
              + announced
              + " entries and there are "
              + tree.size()
              + ": the export was cut, or something was put in or left out");
    }
  }
}
