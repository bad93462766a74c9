package dev.firebreak.hardening;

import static dev.firebreak.support.SharedFirebreak.unique;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.support.Alerts;
import dev.firebreak.support.Answer;
import dev.firebreak.support.Firebreak;
import dev.firebreak.support.SharedFirebreak;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hundreds of connections that are opened, and then used as slowly as can be. */
class SlowSendersIT {
  private static final int MANY = 400;

  /** Before the first of the slow ones is given up. */
  private static final Duration PROMPT = Duration.ofSeconds(9);

  private static final String HEAD =
      "POST /hooks/siem HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
  private static final String ANNOUNCED = HEAD + "Content-Length: 200000\r\n\r\n";
  private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";

  private final Firebreak app = SharedFirebreak.get();
  private final List<Socket> open = new ArrayList<>();
  private final ScheduledExecutorService drips = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void close() throws IOException {
    drips.shutdownNow();
    for (Socket s : open) {
      s.close();
    }
  }

  private Socket connect(String first) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), app.url().getPort());
    socket.setSoTimeout(40_000);
    open.add(socket);
    socket.getOutputStream().write(first.getBytes(ISO_8859_1));
    return socket;
  }

  /** A byte each half second, for ever. */
  private void drip(Socket socket, String more) {
    var unused =
        drips.scheduleAtFixedRate(
            () -> {
              try {
                socket.getOutputStream().write(more.getBytes(ISO_8859_1));
              } catch (IOException gone) {
                throw new IllegalStateException("the server hung up", gone);
              }
            },
            500,
            500,
            TimeUnit.MILLISECONDS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "POST /hooks/siem HTT",
        HEAD + "X-Endless: ",
        ANNOUNCED,
        ANNOUNCED + "{",
        CHUNKED,
        CHUNKED + "1\r\n{\r\n"
      })
  void alerts_are_taken_at_once_beside_hundreds_of_half_open_requests(String begin)
      throws IOException {
    for (int i = 0; i < MANY; i++) {
      drip(
          connect(begin), begin.endsWith("\r\n") && begin.contains("chunked") ? "1\r\nx\r\n" : "x");
    }

    for (int i = 0; i < 5; i++) {
      Instant before = Instant.now();
      Answer answer = app.siem(Alerts.outflow(unique("hot"), "low"));

      assertThat(answer.status()).isEqualTo(202);
      assertThat(Duration.between(before, Instant.now())).isLessThan(PROMPT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ANNOUNCED, CHUNKED})
  void a_body_that_does_not_come_to_its_end_is_given_up_however_busily_it_drips(String begin)
      throws IOException {
    Socket socket = connect(begin);
    drip(socket, begin.equals(CHUNKED) ? "1\r\nx\r\n" : "x");
    Instant before = Instant.now();

    String answer = rest(socket);

    assertThat(answer).startsWith("HTTP/1.1 408 ").contains("within 10 s", "nosniff");
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(25));
  }

  @Test
  void a_body_without_an_announced_length_is_cut_off_where_it_gets_too_long() throws IOException {
    Socket socket = connect(CHUNKED);
    String chunk = "8000\r\n" + "x".repeat(0x8000) + "\r\n";
    for (int i = 0; i < 20; i++) {
      send(socket, chunk);
    }

    assertThat(rest(socket)).startsWith("HTTP/1.1 413 ");
  }

  /** The server may have hung up already. */
  private static void send(Socket socket, String text) {
    try {
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    } catch (IOException gone) {
      assertThat(gone).hasMessageNotContaining("timed out");
    }
  }

  @Test
  void a_connection_on_which_nothing_is_said_is_ended() throws IOException {
    Socket socket = connect("");

    assertThat(rest(socket)).isEmpty();
  }

  @Test
  void more_unfinished_bytes_than_there_is_room_for_cost_those_who_began_first_and_no_honest_alert()
      throws IOException {
    String much = ANNOUNCED + "x".repeat(190_000);
    for (int i = 0; i < MANY; i++) {
      connect(much);
    }

    Answer answer = app.siem(Alerts.outflow(unique("hot"), "low"));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(rest(open.get(0))).startsWith("HTTP/1.1 503 ");
  }

  @Test
  void a_sender_that_waits_for_leave_to_send_gets_it() throws IOException {
    Socket socket = connect(HEAD + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");

    InputStream in = socket.getInputStream();
    assertThat(new String(in.readNBytes(25), ISO_8859_1)).startsWith("HTTP/1.1 100 Continue");
    send(socket, "{}");
    assertThat(new String(in.readNBytes(12), ISO_8859_1)).isEqualTo("HTTP/1.1 401");
  }

  @Test
  void http_2_is_not_spoken_whether_asked_for_or_taken_for_granted() throws IOException {
    Socket asks =
        connect(
            "GET /q/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings,"
                + " close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n");
    Socket assumes = connect("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");

    assertThat(rest(asks)).startsWith("HTTP/1.1 200");
    assertThat(rest(assumes)).doesNotStartWith("\0").doesNotContain("HTTP/1.1 2");
  }

  private static String rest(Socket socket) throws IOException {
    StringBuilder all = new StringBuilder();
    byte[] buffer = new byte[8192];
    try {
      for (int n = socket.getInputStream().read(buffer);
          n >= 0;
          n = socket.getInputStream().read(buffer)) {
        all.append(new String(buffer, 0, n, ISO_8859_1));
      }
    } catch (java.net.SocketException reset) {
      // What was read before is what counts.
      return all.toString();
    }
    return all.toString();
  }
}
