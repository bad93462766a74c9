package dev.firebreak.alert.fireblocks;

import dev.firebreak.alert.AlertSourceKind;
import dev.firebreak.testkit.AlertSourceContract;
import dev.firebreak.testkit.Answers;
import dev.firebreak.testkit.FakeVendor;
import dev.firebreak.testkit.SampleFiles;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The real kind, with its keys behind a real socket. */
class FireblocksSourceContractTest extends AlertSourceContract {
  private static FakeVendor vendor;

  @BeforeAll
  static void serveKeys() {
    vendor = FakeVendor.start();
    String keys = FakeFireblocks.jwks(Map.of(FakeFireblocks.KEY_ID, FakeFireblocks.KEYS));
    vendor.on("GET", "/.well-known/jwks.json", Answers.json(200, keys));
  }

  @AfterAll
  static void stop() {
    vendor.close();
  }

  @Override
  protected AlertSourceKind<?> kind() {
    return new FireblocksSourceKind();
  }

  @Override
  protected Map<String, String> settings() {
    return settings(FakeFireblocks.WORKSPACE);
  }

  /** The keys are those of all customers: another workspace is another sender. */
  @Override
  protected Map<String, String> settingsOfAnotherSender() {
    return settings("00000000-0000-4000-8000-00000000bbbb");
  }

  private static Map<String, String> settings(String workspace) {
    return Map.of(
        "workspaces",
        workspace,
        "jwks-url",
        vendor.url() + "/.well-known/jwks.json",
        "private-hosts",
        "127.0.0.1");
  }

  @Override
  protected List<String> authenticatingHeaders() {
    return List.of("fireblocks-webhook-signature");
  }

  @Override
  protected boolean signsBody() {
    return true;
  }

  @Override
  protected List<Sample> samples() {
    return SampleFiles.own().stream()
        .map(f -> FakeFireblocks.sample(f.getFileName().toString(), SampleFiles.text(f)))
        .toList();
  }
}
