package dev.firebreak.connector.keycloak;

import dev.firebreak.connector.Describe;
import java.util.List;

/**
 * Which clients Keycloak told of a measure on the realm. Only those with an admin URL are; the
 * measure holds at Keycloak whoever could be told.
 *
 * @param failed those take tokens they have until these end
 */
public record Told(
    @Describe("Admin URLs of clients that were told") List<String> told,
    @Describe("Admin URLs of clients that could not be told, or why none could")
        List<String> failed) {
  public Told {
    told = List.copyOf(told);
    failed = List.copyOf(failed);
  }
}
