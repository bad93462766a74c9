package dev.firebreak.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.firebreak.audit.Entry;
import dev.firebreak.audit.Heads;
import dev.firebreak.audit.Trail;
import dev.firebreak.audit.VerifyingKey;
import dev.firebreak.connector.Json;
import dev.firebreak.intake.Inbox;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The archive: files, a manifest with the hash of each, and the signature of the manifest. What it
 * holds is described in docs/evidence.md, and checked by the module verifier. Alerts and raw
 * messages are read while it is written, some at a time.
 */
public final class Bundle {
  /** What is signed is this, a line feed and the manifest. */
  static final String TYPE = "firebreak.evidence.v1";

  private static final int PAGE = 500;
  private static final ObjectWriter PRETTY = Json.mapper().writerWithDefaultPrettyPrinter();

  private final CaseFile file;
  private final String html;
  private final byte[] pdf;
  private final Inbox inbox;
  private final Trail trail;
  private final Heads heads;

  Bundle(CaseFile file, Report report, Inbox inbox, Trail trail, Heads heads) {
    this.file = file;
    this.html = report.html();
    this.pdf = Pdf.of(html); // Here, so that what fails does so before anything is sent.
    this.inbox = inbox;
    this.trail = trail;
    this.heads = heads;
  }

  /** A file of the archive. */
  private record Listed(String name, String sha256, long size) {}

  /** Writes the archive. The stream stays open. */
  public void write(OutputStream to) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(to, StandardCharsets.UTF_8);
    List<Listed> listed = new ArrayList<>();
    text(zip, listed, "README.txt", Readme.of(file));
    text(zip, listed, "report.html", html);
    add(zip, listed, "report.pdf", pdf);
    Papers papers = new Papers(file);
    for (Map.Entry<String, Object> paper : papers.all().entrySet()) {
      add(zip, listed, paper.getKey(), pretty(paper.getValue()));
    }
    for (CaseFile.Playbook playbook : file.playbooks()) {
      add(zip, listed, playbook.file(), playbook.bpmn());
    }
    long alerts = alerts(zip, listed, papers);
    messages(zip, listed);
    audit(zip, listed);
    byte[] manifest = manifest(listed, alerts);
    put(zip, "manifest.json", manifest);
    put(
        zip,
        "manifest.sig",
        (heads.sign(TYPE, manifest) + "\n").getBytes(StandardCharsets.US_ASCII));
    zip.finish();
  }

  /**
   * All alerts, however many: nothing of them is kept.
   *
   * @return how many there were
   */
  private long alerts(ZipOutputStream zip, List<Listed> listed, Papers papers) throws IOException {
    String name = "alerts.json";
    MessageDigest digest = Sha256.begun();
    begin(zip, name);
    long count = 0;
    long size = 0;
    Optional<Inbox.Stored> last = Optional.empty();
    do {
      List<Inbox.Stored> page = inbox.ofIncident(file.incident().id(), last, PAGE);
      for (Inbox.Stored alert : page) {
        String text = (count++ == 0 ? "[ " : ", ") + PRETTY.writeValueAsString(papers.alert(alert));
        size += part(zip, digest, text);
      }
      last = page.size() < PAGE ? Optional.empty() : Optional.of(page.get(PAGE - 1));
    } while (last.isPresent());
    size += part(zip, digest, count == 0 ? "[ ]\n" : " ]\n");
    zip.closeEntry();
    listed.add(new Listed(name, HexFormat.of().formatHex(digest.digest()), size));
    return count;
  }

  private static int part(ZipOutputStream zip, MessageDigest digest, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(bytes);
    zip.write(bytes);
    return bytes.length;
  }

  private void messages(ZipOutputStream zip, List<Listed> listed) throws IOException {
    for (UUID id : file.messages().ids()) {
      Inbox.Message message = inbox.message(id).orElseThrow();
      add(zip, listed, "messages/" + id + ".body", message.raw().body());
      Map<String, Object> about = new LinkedHashMap<>();
      about.put("id", id);
      about.put("source", message.source());
      about.put("receivedAt", message.receivedAt());
      about.put("sha256", Sha256.of(message.raw().body()));
      about.put("headers", message.raw().headers());
      add(zip, listed, "messages/" + id + ".json", pretty(about));
    }
  }

  private void audit(ZipOutputStream zip, List<Listed> listed) throws IOException {
    text(zip, listed, "audit/head.json", file.head().line() + "\n");
    StringBuilder keys = new StringBuilder();
    heads.keys().values().stream().map(VerifyingKey::pem).sorted().forEach(keys::append);
    text(zip, listed, "audit/keys.pem", keys.toString());
    List<Long> seqs = file.entries().stream().map(Entry::seq).toList();
    List<List<String>> paths = trail.inclusion(seqs, file.head().size());
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < seqs.size(); i++) {
      Map<String, Object> proof = new LinkedHashMap<>();
      proof.put("seq", seqs.get(i));
      proof.put("entry", file.entries().get(i).line());
      proof.put("path", paths.get(i));
      lines.append(Json.write(proof)).append('\n');
    }
    text(zip, listed, "audit/entries.jsonl", lines.toString());
  }

  private byte[] manifest(List<Listed> listed, long alerts) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("type", TYPE);
    manifest.put("incident", file.incident().id());
    manifest.put("at", file.at());
    manifest.put("by", file.by());
    manifest.put("key", heads.key().id());
    manifest.put("alerts", alerts);
    manifest.put("actions", file.actions().size());
    manifest.put("messages", file.messages().ids().size());
    manifest.put("messagesLeftOut", file.messages().leftOut());
    manifest.put("files", listed);
    return pretty(manifest);
  }

  private static byte[] pretty(Object value) {
    try {
      return (PRETTY.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("evidence that cannot be written as JSON", e);
    }
  }

  private void text(ZipOutputStream zip, List<Listed> listed, String name, String text)
      throws IOException {
    add(zip, listed, name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void add(ZipOutputStream zip, List<Listed> listed, String name, byte[] bytes)
      throws IOException {
    listed.add(new Listed(name, Sha256.of(bytes), bytes.length));
    put(zip, name, bytes);
  }

  private void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    begin(zip, name);
    zip.write(bytes);
    zip.closeEntry();
  }

  private void begin(ZipOutputStream zip, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(file.at().toEpochMilli());
    zip.putNextEntry(entry);
  }
}
