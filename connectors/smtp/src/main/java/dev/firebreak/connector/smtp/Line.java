package dev.firebreak.connector.smtp;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/**
 * A connection that was opened and secured already, as the mail library gets to see it: not as TLS,
 * because the library shakes hands once more on what it takes for TLS, which TLS 1.2 servers refuse
 * as a renegotiation; and with an end to what is read from it.
 */
final class Line extends Socket {
  /** A dialogue about one mail is a few kilobytes. */
  private static final int MOST_BYTES = 256 * 1024;

  private final Socket inner;

  Line(Socket inner) {
    this.inner = inner;
  }

  Socket inner() {
    return inner;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new Bounded(inner.getInputStream());
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return inner.getOutputStream();
  }

  @Override
  public InetAddress getInetAddress() {
    return inner.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return inner.getLocalAddress();
  }

  @Override
  public int getPort() {
    return inner.getPort();
  }

  @Override
  public boolean isConnected() {
    return inner.isConnected();
  }

  @Override
  public boolean isBound() {
    return inner.isBound();
  }

  @Override
  public boolean isClosed() {
    return inner.isClosed();
  }

  @Override
  public void close() throws IOException {
    inner.close();
  }

  private static final class Bounded extends FilterInputStream {
    private int left = MOST_BYTES;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      spend(1);
      return super.read();
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int n = super.read(into, from, length);
      spend(n);
      return n;
    }

    private void spend(int bytes) throws IOException {
      left -= Math.max(bytes, 0);
      if (left < 0) {
        throw new IOException("the server said more than " + MOST_BYTES + " bytes");
      }
    }
  }
}
