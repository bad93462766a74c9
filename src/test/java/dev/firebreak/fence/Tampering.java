package dev.firebreak.fence;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
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
