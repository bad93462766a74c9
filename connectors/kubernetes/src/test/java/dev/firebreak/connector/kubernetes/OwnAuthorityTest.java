package dev.firebreak.connector.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Settings;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An API server at 127.0.0.1 whose certificate only its own authority vouches for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnAuthorityTest {
  @TempDir private static Path dir;
  private WireMockServer server = new WireMockServer();
  private Path ca = Path.of("");

  @BeforeAll
  void serve() throws Exception {
    ca = certificate();
    server =
        new WireMockServer(
            WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .dynamicHttpsPort()
                .keystorePath(dir.resolve("k.p12").toString())
                .keystoreType("PKCS12")
                .keystorePassword("made-up")
                .keyManagerPassword("made-up"));
    server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.okJson("{}")));
    server.start();
  }

  @AfterAll
  void stop() {
    server.stop();
  }

  @Test
  void aServerOfTheClustersAuthorityIsTrusted() throws Exception {
    try (VendorHttp http = open("127.0.0.1", Optional.of(ca))) {
      Response answer = http.send(Request.get("/version"));

      assertThat(answer.status()).isEqualTo(200);
    }
  }

  @Test
  void withoutTheAuthorityItIsNot() {
    try (VendorHttp http = open("127.0.0.1", Optional.empty())) {
      assertThatThrownBy(() -> http.send(Request.get("/version")))
          .isInstanceOf(ActionFailure.class)
          .hasMessageContaining("SSL");
    }
  }

  @Test
  void aTrustedCertificateForAnotherNameIsRefused() {
    try (VendorHttp http = open("localhost", Optional.of(ca))) {
      assertThatThrownBy(() -> http.send(Request.get("/version")))
          .isInstanceOf(ActionFailure.class)
          .hasMessageContaining("SSL");
    }
  }

  @Test
  void whatIsNoCertificateIsRefusedAtTheStart() {
    Endpoint endpoint =
        new KubernetesKind()
            .endpoint(
                Settings.bind(
                    "connector",
                    KubernetesSettings.class,
                    Map.of("url", "https://k8s.example", "token", "t", "ca-certificate", "x")));

    assertThatThrownBy(() -> VendorHttp.open(endpoint, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PEM");
  }

  private VendorHttp open(String host, Optional<Path> authority) {
    Map<String, String> values = new HashMap<>();
    values.put("url", "https://" + host + ":" + server.httpsPort());
    values.put("token", "made-up-token");
    authority.ifPresent(path -> values.put("ca-certificate", "file:" + path));
    KubernetesSettings settings = Settings.bind("connector", KubernetesSettings.class, values);
    return VendorHttp.open(
        new KubernetesKind().endpoint(settings), List.of("127.0.0.1", "localhost"));
  }

  /** Made with the JDK's keytool, for 127.0.0.1 and no name; returns the certificate in PEM. */
  private Path certificate() throws Exception {
    String store = dir.resolve("k.p12").toString();
    keytool(
        "-genkeypair",
        "-alias",
        "k",
        "-keyalg",
        "EC",
        "-dname",
        "CN=api",
        "-validity",
        "2",
        "-ext",
        "san=ip:127.0.0.1",
        "-storetype",
        "PKCS12",
        "-storepass",
        "made-up",
        "-keystore",
        store);
    Path pem = dir.resolve("ca.pem");
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "k",
        "-storepass",
        "made-up",
        "-keystore",
        store,
        "-file",
        pem.toString());
    return pem;
  }

  private void keytool(String... arguments) throws Exception {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command = new ArrayList<>(List.of(tool.toString()));
    command.addAll(List.of(arguments));
    Path log = dir.resolve("keytool.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor()).as(() -> read(log)).isZero();
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "no log of keytool";
    }
  }
}
