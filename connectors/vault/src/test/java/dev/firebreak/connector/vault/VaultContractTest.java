package dev.firebreak.connector.vault;

import static dev.firebreak.connector.vault.Samples.ACCESSOR;
import static dev.firebreak.connector.vault.Samples.ENTITY;
import static dev.firebreak.connector.vault.Samples.LEASE;
import static dev.firebreak.connector.vault.Samples.entity;
import static dev.firebreak.connector.vault.Samples.keys;
import static dev.firebreak.connector.vault.Samples.lease;
import static dev.firebreak.connector.vault.Samples.noAccessor;
import static dev.firebreak.connector.vault.Samples.noLease;
import static dev.firebreak.connector.vault.Samples.nothing;
import static dev.firebreak.connector.vault.Samples.self;
import static dev.firebreak.connector.vault.Samples.token;
import static dev.firebreak.testkit.Answers.json;
import static dev.firebreak.testkit.Answers.status;

import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.ConnectorContract;
import dev.firebreak.testkit.FakeVendor;
import java.util.List;
import java.util.Map;

class VaultContractTest extends ConnectorContract {
  private static final String LONG_AGO = "2020-01-15T08:00:00.5Z";

  @Override
  protected HttpConnectorKind<?> kind() {
    return new VaultKind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Map.of(
        "url", baseUrl,
        "token", "hvs.canaryTokenThatMustNeverBeSeen",
        "revocable-prefixes", "database/creds");
  }

  @Override
  protected void ready(FakeVendor vendor) {
    self(vendor);
    vendor.on(
        "POST",
        "/v1/sys/capabilities-self",
        json(
            200,
            """
            {"data":{"auth/token/lookup-accessor":["update"],"auth/token/revoke-accessor":["update"],
            "sys/leases/lookup":["update"],"sys/leases/revoke":["update"],
            "sys/leases/revoke-prefix/database/creds/":["sudo","update"],
            "sys/leases/lookup/database/creds/":["list","sudo"],
            "identity/entity/id/00000000-0000-0000-0000-000000000000":["read","update"]}}
            """));
  }

  @Override
  protected List<ActionCase.Read> reads() {
    return List.of(
        new ActionCase.Read("POST", "/v1/sys/capabilities-self"),
        new ActionCase.Read("POST", "/v1/auth/token/lookup-accessor"),
        new ActionCase.Read("POST", "/v1/sys/leases/lookup"));
  }

  @Override
  protected List<ActionCase> cases() {
    return List.of(
        revokeAccessor(),
        revokeLease(),
        revokePrefix(),
        entitySwitch("disable-entity", true),
        entitySwitch("enable-entity", false));
  }

  private static ActionCase revokeAccessor() {
    String lookup = "/v1/auth/token/lookup-accessor";
    return ActionCase.of("revoke-accessor", new Accessor(ACCESSOR))
        .before(v -> v.on("POST", lookup, token(ACCESSOR)))
        .vendor(
            v -> {
              self(v);
              v.on("POST", "/v1/auth/token/revoke-accessor", status(204));
            })
        .after(v -> v.on("POST", lookup, noAccessor()))
        .main("POST", "/v1/auth/token/revoke-accessor");
  }

  private static ActionCase revokeLease() {
    return ActionCase.of("revoke-lease", new LeaseId(LEASE))
        .before(v -> v.on("POST", "/v1/sys/leases/lookup", lease(LEASE, LONG_AGO, 2_000)))
        .vendor(v -> v.on("POST", "/v1/sys/leases/revoke", status(202)))
        .after(v -> v.on("POST", "/v1/sys/leases/lookup", noLease()))
        .main("POST", "/v1/sys/leases/revoke");
  }

  private static ActionCase revokePrefix() {
    String list = "/v1/sys/leases/lookup/database/creds/readonly/";
    return ActionCase.of("revoke-prefix", new Prefix("database/creds/readonly"))
        .before(
            v ->
                v.on("GET", list, keys("2f6a614c"))
                    .on("POST", "/v1/sys/leases/lookup", lease(LEASE, LONG_AGO, 2_000)))
        .vendor(
            v -> {
              self(v);
              v.on("POST", "/v1/sys/leases/revoke-prefix/database/creds/readonly/", status(202));
            })
        .after(v -> v.on("GET", list, nothing()))
        .main("POST", "/v1/sys/leases/revoke-prefix/database/creds/readonly/");
  }

  private static ActionCase entitySwitch(String action, boolean disabled) {
    String path = "/v1/identity/entity/id/" + ENTITY;
    return ActionCase.of(action, new EntityId(ENTITY))
        .before(v -> v.on("GET", path, entity(!disabled)))
        .vendor(
            v -> {
              self(v);
              v.on("POST", path, status(204));
            })
        .after(v -> v.on("GET", path, entity(disabled)))
        .main("POST", path);
  }
}
