package dev.firebreak.fence;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;

/** What somebody with the database's password can do to deployed playbooks. */
record Tampering(Connection database) {
  private static final String DEPLOYMENT =
      "(select deployment_id_ from act_re_procdef where key_ = ? order by version_ desc limit 1)";

  /** Writes other bytes in the place of a playbook's. */
  void replace(String playbook, byte[] bpmn) throws SQLException {
    try (PreparedStatement update =
        database.prepareStatement(
            "update act_ge_bytearray set bytes_ = ? where deployment_id_ = " + DEPLOYMENT)) {
      update.setBytes(1, bpmn);
      update.setString(2, playbook);
      one(update.executeUpdate(), playbook);
    }
  }

  /** The same, and the recorded hash beside it. */
  void replaceWithHash(String playbook, byte[] bpmn) throws SQLException {
    replace(playbook, bpmn);
    try (PreparedStatement update =
        database.prepareStatement(
            "update act_re_deployment set source_ = ? where id_ = " + DEPLOYMENT)) {
      update.setString(1, "sha256:" + sha256(bpmn));
      update.setString(2, playbook);
      one(update.executeUpdate(), playbook);
    }
  }

  /**
   * Writes other bytes, and their hash, in the place of the version that is in force: what the
   * owner of the table can do.
   */
  void replaceVersion(String playbook, byte[] bpmn) throws SQLException {
    try (Statement owner = database.createStatement();
        PreparedStatement update =
            database.prepareStatement(
                "update playbook_version set content = ?, sha256 = ? where playbook = ? and version"
                    + " = (select version from playbook_release where playbook = ? order by id desc"
                    + " limit 1)")) {
      owner.execute("alter table playbook_version disable trigger user");
      update.setBytes(1, bpmn);
      update.setString(2, sha256(bpmn));
      update.setString(3, playbook);
      update.setString(4, playbook);
      one(update.executeUpdate(), playbook);
      owner.execute("alter table playbook_version enable trigger user");
    }
  }

  /** The same, and the hash in the entry that tells of its release; takes a superuser. */
  void replaceVersionAndEntry(String playbook, byte[] bpmn) throws SQLException {
    replaceVersion(playbook, bpmn);
    try (Statement superuser = database.createStatement();
        PreparedStatement update =
            database.prepareStatement(
                "update audit set data = regexp_replace(data, '\"sha256\":\"[0-9a-f]{64}\"', ?)"
                    + " where kind = 'playbook.released' and data like ?")) {
      superuser.execute("set session_replication_role = replica");
      update.setString(1, "\"sha256\":\"" + sha256(bpmn) + "\"");
      update.setString(2, "%\"playbook\":\"" + playbook + "\"%");
      if (update.executeUpdate() == 0) {
        throw new IllegalStateException("no entry tells of " + playbook);
      }
    }
  }

  private static void one(int rows, String playbook) {
    if (rows != 1) {
      throw new IllegalStateException(rows + " rows belong to " + playbook);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
