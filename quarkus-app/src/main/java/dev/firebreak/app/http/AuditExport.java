package dev.firebreak.app.http;

import dev.firebreak.audit.Entry;
import dev.firebreak.audit.Head;
import dev.firebreak.audit.Heads;
import dev.firebreak.audit.Trail;
import dev.firebreak.audit.VerifyingKey;
import dev.firebreak.connector.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The trail as lines of JSON: a header with the keys and the number of entries, the entries in the
 * bytes that were hashed, the signed heads. It ends with the newest signed head, so that all of it
 * is vouched for. Read in pages.
 */
record AuditExport(Trail trail, Heads heads, long size) {
  private static final int PAGE = 500;

  static AuditExport of(Trail trail, Heads heads) {
    return new AuditExport(trail, heads, heads.newest().map(Head::size).orElse(0L));
  }

  void write(OutputStream to) throws IOException {
    Writer out = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8));
    line(out, header());
    long last = 0;
    while (last < size) {
      List<Entry> page = trail.after(last, PAGE);
      if (page.isEmpty()) {
        break; // Deleted below us: the header says how many there should be.
      }
      for (Entry e : page) {
        if (e.seq() <= size) {
          line(out, e.line());
        }
      }
      last = page.get(page.size() - 1).seq();
    }
    heads(out);
    out.flush();
  }

  private String header() {
    Map<String, Object> header = new TreeMap<>();
    header.put("entries", size);
    header.put("keys", heads.keys().values().stream().map(VerifyingKey::pem).sorted().toList());
    header.put("type", "firebreak.audit.export.v1");
    return Json.write(header);
  }

  private void heads(Writer out) throws IOException {
    long last = 0;
    List<Head> page = heads.after(last, PAGE);
    while (!page.isEmpty()) {
      for (Head head : page) {
        if (head.size() <= size) {
          line(out, head.line());
        }
      }
      last = page.get(page.size() - 1).size();
      page = last >= size ? List.of() : heads.after(last, PAGE);
    }
  }

  private static void line(Writer out, String text) throws IOException {
    out.write(text);
    out.write('\n');
  }
}
