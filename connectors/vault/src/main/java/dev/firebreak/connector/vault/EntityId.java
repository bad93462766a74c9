package dev.firebreak.connector.vault;

import dev.firebreak.connector.Describe;
import java.util.regex.Pattern;

/**
 * A person or machine to Vault, whatever it logs in with:
 * https://developer.hashicorp.com/vault/docs/concepts/identity
 */
public record EntityId(
    @Describe("Id of the entity (entity_id in token lookups and audit logs).") String entity) {

  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(\\.[A-Za-z0-9]{1,16})?");

  public EntityId {
    if (!ID.matcher(entity).matches()) {
      throw new IllegalArgumentException(
          "input 'entity' must be an entity's id like 8d6a45e5-572f-8f13-d226-cd0d1ec57297");
    }
  }
}
