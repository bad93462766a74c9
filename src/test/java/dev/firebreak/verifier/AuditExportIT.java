package dev.firebreak.verifier;

import static dev.firebreak.support.SharedFirebreak.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.support.Alerts;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Await;
import dev.firebreak.support.Database;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.Person;
import dev.firebreak.support.SharedFirebreak;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An application that must have a witness, its exports, and what the verifier says of them. */
class AuditExportIT {
  private static final int MUTATIONS = 10_000;
  private static final String FREEZE = "exchange.freeze-wallet-withdrawals";

  private static Firebreak app;
  private static Path folder;
  private static Path mount;
  private static Path key;

  private record Said(int exit, String text) {}

  @BeforeAll
  static void an_application_with_a_witness() throws IOException {
    folder = Firebreak.emptyHome("audit-export-files");
    mount = Files.createDirectories(folder.resolve("mount"));
    Map<String, String> properties = new LinkedHashMap<>(SharedFirebreak.sandbox().properties());
    properties.putAll(Firebreak.signingSource("siem", true));
    properties.put("firebreak.audit.witness.file", witness().toString());
    properties.put("firebreak.audit.witness.required", "true");
    app = Firebreak.start("audit-export", properties);
    key = app.app().home().resolve("audit-key.pub");
    for (int i = 0; i < 20; i++) {
      String incident = app.incident(Alerts.outflow(unique("hot"), "high"));
      app.entry(incident, "action.confirmed");
    }
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  private static Path witness() {
    return mount.resolve("heads.jsonl");
  }

  /** The launcher's command, with no server named and none needed. */
  private static Said launcher(Object... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Firebreak.ROOT.resolve("firebreak").toString());
    for (Object word : words) {
      command.add(word.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }

  private static Path exported() throws IOException, InterruptedException {
    Path file = folder.resolve(unique("export"));
    Said said = launcher("--home", app.app().home(), "audit", "export", file);
    assertThat(said.exit()).as(said.text()).isZero();
    Await.until(
        "the witness keeping the newest head", () -> witnessed() == head().path("size").asLong());
    return file;
  }

  private static JsonNode head() {
    return app.operator().get("/api/v1/audit/head").path("head");
  }

  private static long witnessed() {
    return app.operator().get("/api/v1/audit/head").at("/witnesses/0/size").asLong();
  }

  private static Said check(Path export) throws IOException, InterruptedException {
    return launcher("audit", "check", export, "--key", key, "--witness", witness());
  }

  private static PrivateKey stolenKey() {
    String pem = app.secretFile("audit-key");
    String body =
        pem.substring(
            pem.indexOf("-----BEGIN PRIVATE KEY-----") + 27,
            pem.indexOf("-----END PRIVATE KEY-----"));
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void an_export_is_whole_and_an_entry_and_a_growth_are_shown() throws Exception {
    Path export = exported();
    List<String> kept = Files.readAllLines(witness());
    long first = SignedHead.read(kept.get(0)).size();
    long size = SignedHead.read(kept.get(kept.size() - 1)).size();

    Said said =
        launcher(
            "audit",
            "check",
            export,
            "--key",
            key,
            "--witness",
            witness(),
            "--entry",
            3,
            "--from",
            first,
            "--to",
            size);

    assertThat(said.text())
        .contains("Nothing wrong was found", "Entry 3 (leaf", "begins with that over " + first);
    assertThat(said.exit()).isZero();
    assertThat(size).isGreaterThan(256);
  }

  @Test
  void a_head_is_kept_elsewhere_for_every_approval_and_every_containing_action() throws Exception {
    String incident = app.incident(Alerts.outflow(unique("hot"), "medium"));
    String approval = Await.value("a question", () -> question(incident));
    app.person("ann").vote(approval, "approve").json(200);
    List<Long> weighty = new ArrayList<>();
    weighty.add(app.entry(incident, "approval.voted").path("seq").asLong());
    weighty.add(app.entry(incident, "action.confirmed").path("seq").asLong());

    weighty.forEach(seq -> Await.until("a head over entry " + seq, () -> witnessed() >= seq));

    for (String line : Files.readAllLines(witness())) {
      assertThat(keys().signed(SignedHead.read(line))).isTrue();
    }
  }

  private static java.util.Optional<String> question(String incident) {
    return Firebreak.each(app.story(incident).path("approvals"))
        .filter(a -> a.path("state").asText().equals("open"))
        .map(a -> a.path("id").asText())
        .findFirst();
  }

  private static Keys keys() throws IOException, Json.Malformed {
    Keys keys = new Keys();
    keys.add(Files.readString(key));
    return keys;
  }

  @Test
  void ten_thousand_mutations_are_all_found() throws Exception {
    List<String> export = Files.readAllLines(exported());
    byte[] witness = Files.readAllBytes(witness());
    Keys keys = keys();
    Random random = new Random(20260301);
    Mutations mutations = new Mutations(export, stolenKey(), random);
    assertThat(Mutations.check(export, keys, witness).wrong()).isEmpty();

    List<String> missed = new ArrayList<>();
    for (int i = 0; i < MUTATIONS; i++) {
      Mutations.Kind kind = Mutations.Kind.values()[i % Mutations.Kind.values().length];
      Mutations.Cover cover = Mutations.Cover.values()[i / 5 % Mutations.Cover.values().length];
      if (Mutations.check(mutations.mutated(kind, cover), keys, witness).ok()) {
        missed.add(i + ": " + kind + ", " + cover);
      }
    }

    assertThat(mutations.entries()).isGreaterThan(256);
    assertThat(missed).isEmpty();
  }

  @Test
  void single_proofs_of_the_server_convince_without_the_rest_of_the_trail() throws Exception {
    Path export = exported();
    long size = head().path("size").asLong();
    Path inclusion = folder.resolve(unique("inclusion"));
    Files.writeString(
        inclusion, app.operator().get("/api/v1/audit/proof?seq=5&size=" + size).toString());
    long old = SignedHead.read(Files.readAllLines(witness()).get(0)).size();
    Path growth = folder.resolve(unique("growth"));
    Files.writeString(
        growth, app.operator().get("/api/v1/audit/proof?from=" + old + "&to=" + size).toString());

    Said shown = launcher("audit", "check", "--proof", inclusion, "--key", key);
    Said grown = launcher("audit", "check", "--proof", growth, "--key", key);
    Files.writeString(
        inclusion,
        Files.readString(inclusion).replace("\\\"actor\\\":\\\"", "\\\"actor\\\":\\\"x"));
    Said forged = launcher("audit", "check", "--proof", inclusion, "--key", key);

    assertThat(shown.text()).contains("Entry 5 is in the trail", Files.readAllLines(export).get(5));
    assertThat(shown.exit()).isZero();
    assertThat(grown.text()).contains("begins with the trail of " + old + " entries");
    assertThat(grown.exit()).isZero();
    assertThat(forged.exit()).isEqualTo(1);
  }

  @Test
  void proofs_of_what_is_not_there_are_refused_with_a_sentence() {
    Person operator = app.operator();

    assertThat(operator.asked("/api/v1/audit/proof").status()).isEqualTo(400);
    assertThat(operator.asked("/api/v1/audit/proof?seq=0").status()).isEqualTo(404);
    assertThat(operator.asked("/api/v1/audit/proof?seq=99999999").status()).isEqualTo(404);
    assertThat(operator.asked("/api/v1/audit/proof?seq=5&size=4").status()).isEqualTo(400);
    assertThat(operator.asked("/api/v1/audit/proof?from=0&to=4").status()).isEqualTo(400);
    assertThat(operator.asked("/api/v1/audit/proof?from=5&to=4").status()).isEqualTo(400);
    assertThat(operator.asked("/api/v1/audit/proof?from=1&to=99999999").status()).isEqualTo(400);
  }

  /**
   * With an owner's rights: the entry, its hash, the hashes above it and, with the stolen key,
   * every head. The database then fits itself; what the witness kept does not.
   */
  @Test
  void a_database_that_was_rewritten_with_the_key_is_found_out_by_the_witness() throws Exception {
    Path honest = exported();
    Database superuser = Database.asSuperuser(app);
    long seq = 9;
    List<String> entries =
        new ArrayList<>(
            Files.readAllLines(honest).stream().filter(l -> l.startsWith("{\"actor\"")).toList());
    String forged =
        entries
            .get((int) seq - 1)
            .replaceFirst("\"actor\":\"[^\"]*\"", "\"actor\":\"person:nobody\"");
    entries.set((int) seq - 1, forged);
    List<String> sql = new ArrayList<>();
    for (String table : List.of("audit", "audit_node", "audit_head")) {
      sql.add("drop table if exists kept_" + table);
      sql.add("create table kept_" + table + " as select * from " + table);
      sql.add("alter table " + table + " disable trigger user");
    }
    sql.add(
        "update audit set actor = 'person:nobody', hash = '"
            + HexFormat.of().formatHex(MerkleTree.leaf(forged))
            + "' where seq = "
            + seq);
    sql.addAll(rehashed(entries));
    superuser.run(sql.toArray(String[]::new));

    try {
      JsonNode server = app.operator().get("/api/v1/audit/verification");
      Path export = folder.resolve(unique("forged"));
      Files.writeString(export, app.operator().asked("/api/v1/audit/export").text());
      Said alone = launcher("audit", "check", export, "--key", key);
      Said witnessed = check(export);

      assertThat(server.path("problems")).isEmpty();
      assertThat(alone.exit()).as(alone.text()).isZero();
      assertThat(witnessed.exit()).isEqualTo(1);
      assertThat(witnessed.text()).contains("kept by " + witness(), "does not fit the export");
    } finally {
      superuser.run(
          "update audit a set actor = k.actor, hash = k.hash from kept_audit k where a.seq = k.seq",
          "update audit_node a set hash = k.hash from kept_audit_node k"
              + " where a.level = k.level and a.index = k.index",
          "update audit_head a set root = k.root, signature = k.signature from kept_audit_head k"
              + " where a.size = k.size",
          "alter table audit enable trigger user",
          "alter table audit_node enable trigger user",
          "alter table audit_head enable trigger user");
    }
    assertThat(app.operator().get("/api/v1/audit/verification").path("problems")).isEmpty();
    assertThat(check(exported()).exit()).isZero();
  }

  private static List<String> rehashed(List<String> entries) throws Exception {
    MerkleTree tree = new MerkleTree();
    entries.forEach(e -> tree.append(MerkleTree.leaf(e)));
    List<String> sql = new ArrayList<>();
    for (int i = 0; (i + 1) * 256 <= entries.size(); i++) {
      sql.add(
          "update audit_node set hash = '"
              + HexFormat.of().formatHex(tree.root(i * 256, (i + 1) * 256))
              + "' where level = 1 and index = "
              + i);
    }
    List<String> none = new ArrayList<>();
    none.add("{}");
    none.addAll(entries);
    app.operator()
        .asked("/api/v1/audit/export")
        .text()
        .lines()
        .filter(l -> l.startsWith("{\"at\""))
        .forEach(none::add);
    for (String line : new Mutations(none, stolenKey(), new Random(1)).resigned(tree)) {
      SignedHead head = SignedHead.read(line);
      sql.add(
          "update audit_head set root = '"
              + head.root()
              + "', signature = '"
              + head.signature()
              + "' where size = "
              + head.size());
    }
    return sql;
  }

  @Test
  void what_cannot_be_recorded_does_not_happen() throws Exception {
    String wallet = unique("hot");
    String incident = app.incident(Alerts.outflow(wallet, "medium"));
    String approval = Await.value("a question", () -> question(incident));
    Database superuser = Database.asSuperuser(app);
    superuser.run("revoke insert on audit_pending from firebreak");

    Answer refused;
    String state;
    try {
      refused = app.person("ann").vote(approval, "approve");
      state = app.story(incident).path("actions").path(0).path("state").asText();
    } finally {
      superuser.run("grant insert on audit_pending to firebreak");
    }

    assertThat(refused.status()).isEqualTo(500);
    assertThat(state).isEqualTo("waiting");
    assertThat(effects(wallet)).isZero();
    app.person("ann").vote(approval, "approve").json(200);
    app.action(incident, FREEZE, "wallet:" + wallet, "confirmed");
    assertThat(effects(wallet)).isEqualTo(1);
  }

  private static int effects(String wallet) {
    return SharedFirebreak.sandbox()
        .state()
        .path("effectsByName")
        .path("exchange freeze WALLET [" + wallet + "]")
        .asInt();
  }

  @Test
  void while_a_required_witness_is_lost_nothing_is_begun_and_somebody_is_told() throws Exception {
    String wallet = unique("hot");
    String incident = app.incident(Alerts.outflow(wallet, "medium"));
    String approval = Await.value("a question", () -> question(incident));
    Path away = mount.resolveSibling("away");
    Files.move(mount, away);

    Answer refused;
    try {
      app.operator().post("/api/v1/audit/head", Map.of()).json(200);
      Await.until(
          "the loss being known",
          () -> {
            app.operator().post("/api/v1/people", Map.of("name", unique("p"))).json(201);
            app.operator().post("/api/v1/audit/head", Map.of()).json(200);
            return app.operator()
                .get("/api/v1/audit/head")
                .at("/witnesses/0/problem")
                .asText()
                .contains("does not exist");
          });
      refused = app.person("ann").vote(approval, "approve");
      assertThat(app.http().get("/q/health/ready", Map.of()).text()).contains("not vouched for");
    } finally {
      Files.move(away, mount);
    }

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text()).contains("cannot be witnessed");
    assertThat(effects(wallet)).isZero();
    Await.until(
        "the witness being back",
        () -> !app.operator().get("/api/v1/audit/head").at("/witnesses/0/problem").isTextual());
    app.person("ann").vote(approval, "approve").json(200);
    app.action(incident, FREEZE, "wallet:" + wallet, "confirmed");
  }

  @Test
  void the_private_key_is_its_owners_and_the_public_one_is_the_api_s() throws Exception {
    Path secret = app.app().home().resolve("audit-key");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
        .isEqualTo("rw-------");
    assertThat(app.operator().asked("/api/v1/audit/key").text()).isEqualTo(Files.readString(key));
    assertThat(app.operator().asked("/api/v1/audit/export").text()).doesNotContain("PRIVATE");
  }

  @Test
  void an_export_does_not_overwrite_a_file() throws Exception {
    Path there = Files.writeString(folder.resolve(unique("there")), "mine");

    Said said = launcher("--home", app.app().home(), "audit", "export", there);

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.text()).contains("exists already");
    assertThat(there).hasContent("mine");
  }
}
