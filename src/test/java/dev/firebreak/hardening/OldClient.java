package dev.firebreak.hardening;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A client of old: a JVM of its own in which nothing is disabled that the JDK can speak. Prints
 * what was agreed upon, or what the server said to it.
 */
public final class OldClient {
  private OldClient() {}

  /**
   * Shakes hands with 127.0.0.1 and returns what came of it, in a word or a sentence.
   *
   * @param offer one protocol, or a protocol and a cipher suite
   */
  static String shakes(int port, String... offer) throws IOException, InterruptedException {
    Path nothingDisabled = Files.createTempFile("old", ".security");
    Files.writeString(nothingDisabled, "jdk.tls.disabledAlgorithms=\njdk.tls.legacyAlgorithms=\n");
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.security.properties=" + nothingDisabled,
                "-cp",
                Path.of("target/test-classes").toAbsolutePath().toString(),
                OldClient.class.getName(),
                Integer.toString(port)));
    command.addAll(List.of(offer));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return said.strip();
  }

  /** Arguments: port, protocol and perhaps a cipher suite. */
  public static void main(String[] args) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, null);
    try (SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket("127.0.0.1", Integer.parseInt(args[0]))) {
      socket.setSoTimeout(10_000);
      socket.setEnabledProtocols(new String[] {args[1]});
      if (args.length > 2) {
        socket.setEnabledCipherSuites(new String[] {args[2]});
      }
      socket.startHandshake();
      System.out.println(
          "agreed on "
              + socket.getSession().getProtocol()
              + " "
              + socket.getSession().getCipherSuite());
    } catch (IOException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }

  /** It is the server that is on trial here. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
