package dev.firebreak.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads the column types our tables use. */
public final class Rows {
  private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private Rows() {}

  public static UUID uuid(ResultSet r, String column) throws SQLException {
    return r.getObject(column, UUID.class);
  }

  public static Optional<UUID> maybeUuid(ResultSet r, String column) throws SQLException {
    return Optional.ofNullable(r.getObject(column, UUID.class));
  }

  public static Instant instant(ResultSet r, String column) throws SQLException {
    return r.getTimestamp(column).toInstant();
  }

  public static Optional<Instant> maybeInstant(ResultSet r, String column) throws SQLException {
    return Optional.ofNullable(r.getTimestamp(column)).map(Timestamp::toInstant);
  }

  public static Optional<String> maybe(ResultSet r, String column) throws SQLException {
    return Optional.ofNullable(r.getString(column));
  }

  public static JsonNode json(ResultSet r, String column) throws SQLException {
    try {
      return Json.parse(r.getString(column));
    } catch (JsonProcessingException e) {
      throw new SQLException("column " + column + " holds no JSON", e);
    }
  }

  public static List<String> strings(ResultSet r, String column) throws SQLException {
    return Json.mapper().convertValue(json(r, column), STRINGS);
  }

  public static Map<String, Object> map(ResultSet r, String column) throws SQLException {
    return Json.mapper().convertValue(json(r, column), MAP);
  }

  public static Timestamp at(Instant instant) {
    return Timestamp.from(instant);
  }
}
