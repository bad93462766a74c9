package dev.firebreak.fence;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What code of an author's would leave behind, seen from outside of the application: a system
 * property of its process, a file, a connection to a port.
 */
final class Traces implements AutoCloseable {
  /** Multiplied by whoever evaluates {@link #SUM}. */
  static final String PRODUCT = "62615533";

  static final String SUM = "7919*7907";

  private final Path file;
  private final ServerSocket port;
  private final AtomicInteger visits = new AtomicInteger();

  Traces(Path folder) {
    try {
      this.file = folder.resolve("canary");
      this.port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::count, "canary-port");
    thread.setDaemon(true);
    thread.start();
  }

  private void count() {
    try {
      while (true) {
        port.accept().close();
        visits.incrementAndGet();
      }
    } catch (IOException closed) {
      // Nobody counts any more.
    }
  }

  String address() {
    return "127.0.0.1:" + port.getLocalPort();
  }

  /** An expression that sets the property where methods can be called. */
  static String setsProperty(String name) {
    return "''.getClass().forName('java.lang.System')"
        + ".getMethod('setProperty',''.getClass(),''.getClass())"
        + ".invoke(null,'firebreak.canary."
        + name
        + "','ran')";
  }

  /** A file of the corpus, with its file and its port replaced by ours. */
  String lead(String text) {
    return text.replace("/tmp/firebreak.canary.33", file.toString())
        .replace("127.0.0.1:9/", address() + "/");
  }

  /**
   * All traces there are.
   *
   * @param pid of the application
   * @throws IllegalStateException when the process' properties cannot be read
   */
  List<String> left(long pid) {
    List<String> left = new ArrayList<>();
    Properties properties = properties(pid);
    if (!properties.containsKey("firebreak.home")) {
      throw new IllegalStateException("the properties of process " + pid + " cannot be seen");
    }
    properties.stringPropertyNames().stream()
        .filter(name -> name.startsWith("firebreak.canary"))
        .forEach(left::add);
    if (Files.exists(file)) {
      left.add(file.toString());
    }
    if (visits.get() > 0) {
      left.add(visits + " connections to " + address());
    }
    return left;
  }

  private static Properties properties(long pid) {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      try {
        return machine.getSystemProperties();
      } finally {
        machine.detach();
      }
    } catch (IOException | AttachNotSupportedException e) {
      throw new IllegalStateException("cannot look into process " + pid, e);
    }
  }

  @Override
  public void close() {
    try {
      port.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
