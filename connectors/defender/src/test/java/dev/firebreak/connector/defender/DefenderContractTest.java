package dev.firebreak.connector.defender;

import static dev.firebreak.testkit.Answers.json;

import dev.firebreak.connector.HttpConnectorKind;
import dev.firebreak.testkit.ActionCase;
import dev.firebreak.testkit.ConnectorContract;
import dev.firebreak.testkit.FakeVendor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class DefenderContractTest extends ConnectorContract {
  private static final String ISOLATED = Shapes.order("Isolate", "Succeeded", "\"Full\"", "10");
  private static final String RELEASED = Shapes.order("Unisolate", "Succeeded", "null", "11");

  @Override
  protected HttpConnectorKind<?> kind() {
    return new DefenderKind();
  }

  @Override
  protected Map<String, String> settings(String baseUrl) {
    return Map.of(
        "url",
        baseUrl,
        "login-url",
        baseUrl,
        "tenant",
        Shapes.TENANT,
        "client-id",
        "0f0e0d0c-0b0a-0908-0706-050403020100",
        "client-secret",
        "canary~ClientSecret.91f3");
  }

  @Override
  protected void ready(FakeVendor vendor) {
    vendor.on("POST", Shapes.TOKEN_PATH, Shapes.token("Machine.Isolate", "Machine.Read.All"));
    vendor.on("GET", Shapes.ORDERS, Shapes.orders());
  }

  @Override
  protected List<ActionCase.Read> reads() {
    return List.of(new ActionCase.Read("POST", Shapes.TOKEN_PATH));
  }

  @Override
  protected List<ActionCase> cases() {
    return List.of(
        ActionCase.of("isolate-machine", new Isolation.Isolate(Shapes.MACHINE, Optional.empty()))
            .main("POST", "/api/machines/" + Shapes.MACHINE + "/isolate")
            .before(v -> v.on("GET", Shapes.ORDERS, Shapes.orders(ISOLATED, RELEASED)))
            .vendor(
                v -> {
                  token(v);
                  v.on("GET", "/api/machines/" + Shapes.MACHINE, Shapes.machine("Active"));
                  v.on(
                      "POST",
                      "/api/machines/" + Shapes.MACHINE + "/isolate",
                      json(201, Shapes.order("Isolate", "Pending", "null", "12")));
                })
            .after(v -> v.on("GET", Shapes.ORDERS, Shapes.orders(RELEASED, ISOLATED, newer()))),
        ActionCase.of("release-machine", new Isolation.Release(Shapes.MACHINE))
            .main("POST", "/api/machines/" + Shapes.MACHINE + "/unisolate")
            .before(v -> v.on("GET", Shapes.ORDERS, Shapes.orders(ISOLATED)))
            .vendor(
                v -> {
                  token(v);
                  v.on(
                      "POST",
                      "/api/machines/" + Shapes.MACHINE + "/unisolate",
                      json(201, Shapes.order("Unisolate", "Pending", "null", "12")));
                })
            .after(v -> v.on("GET", Shapes.ORDERS, Shapes.orders(ISOLATED, RELEASED))));
  }

  private static String newer() {
    return Shapes.order("Isolate", "Succeeded", "\"Full\"", "12");
  }

  private static void token(FakeVendor vendor) {
    vendor.on("POST", Shapes.TOKEN_PATH, Shapes.token("Machine.Isolate", "Machine.Read.All"));
  }
}
