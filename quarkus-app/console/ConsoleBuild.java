import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Builds the console as a step of the Maven build, run from its source: docs/adr/0022 says why.
 * Takes the folder of the console, where its files go, and the jar of Playwright's driver, which
 * holds a Node for a machine that has none.
 *
 * <p>Does nothing when nothing has changed. Where Node or the packages are not to be had, it says
 * so in a sentence and ends well: Firebreak works without its console. What is wrong with the
 * sources ends the build.
 */
public final class ConsoleBuild {
  /** The installer for a machine without Node, and the hash its bytes must have. */
  private static final String NPM = "npm/-/npm-11.19.1.tgz";

  private static final String NPM_SHA512 =
      "ztsxKxt/kkIaAs+2i0GU6I+DRmUdrNasxTZKJe9TCdSjKxlhah/4r/hl5ygMD6XAg1qZ9c2TNomR4qgOydp10g==";

  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Pattern NO_NETWORK =
      Pattern.compile(
          "ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH"
              + "|ERR_SOCKET_TIMEOUT|ENOTCACHED|UNABLE_TO_");

  private final Path console;
  private final Path output;
  private final Path driver;
  private final Path work;

  private ConsoleBuild(Path console, Path output, Path driver) {
    this.console = console;
    this.output = output;
    this.driver = driver;
    this.work = console.resolveSibling("target").resolve("console");
  }

  /** The tools, by how they are called. */
  private record Tools(Path node, List<String> npm) {}

  /** What is not there, and not for a fault of the sources. */
  private static final class Missing extends Exception {
    private static final long serialVersionUID = 1;

    Missing(String what) {
      super(what);
    }
  }

  public static void main(String... args) throws Exception {
    ConsoleBuild build =
        new ConsoleBuild(Path.of(args[0]).toRealPath(), Path.of(args[1]), Path.of(args[2]));
    try {
      build.run();
    } catch (Missing e) {
      System.out.println(
          "[console] Built without the console: "
              + e.getMessage()
              + " Firebreak and its command line work without it.");
    }
  }

  private void run() throws IOException, InterruptedException, Missing {
    Files.createDirectories(work);
    Path stamp = work.resolve("built-from");
    String sources = hashOfSources();
    if (is(stamp, sources) && Files.exists(output.resolve("index.html"))) {
      return;
    }
    long begun = System.nanoTime();
    Tools tools = tools();
    install(tools);
    node(tools, List.of("node_modules/typescript/bin/tsc", "--noEmit"), "types");
    node(tools, List.of("node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"), "bundle");
    Files.writeString(stamp, sources);
    System.out.printf(
        Locale.ROOT, "[console] Built in %.1f s.%n", (System.nanoTime() - begun) / 1e9);
  }

  private static boolean is(Path file, String content) throws IOException {
    return Files.exists(file) && Files.readString(file).equals(content);
  }

  private String hashOfSources() throws IOException {
    TreeMap<String, byte[]> files = new TreeMap<>();
    Files.walkFileTree(
        console,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a) {
            return dir.endsWith("node_modules")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            files.put(
                console.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            return FileVisitResult.CONTINUE;
          }
        });
    MessageDigest hash = digest("SHA-256");
    files.forEach(
        (name, content) -> {
          hash.update((name + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
          hash.update(content);
        });
    return HexFormat.of().formatHex(hash.digest());
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  private Tools tools() throws IOException, InterruptedException, Missing {
    Optional<Path> node = onPath("node").filter(this::isNewEnough);
    Optional<Path> npm = onPath("npm");
    if (node.isPresent() && npm.isPresent()) {
      return new Tools(node.get(), List.of(npm.get().toString()));
    }
    Path ours = nodeOfDriver();
    return new Tools(ours, List.of(ours.toString(), npmOfOurOwn().toString()));
  }

  private static Optional<Path> onPath(String command) {
    String name = isWindows() ? command + (command.equals("npm") ? ".cmd" : ".exe") : command;
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path file = Path.of(folder.isEmpty() ? "." : folder, name);
      if (Files.isExecutable(file)) {
        return Optional.of(file.toAbsolutePath());
      }
    }
    return Optional.empty();
  }

  private static boolean isWindows() {
    return System.getProperty("os.name").startsWith("Windows");
  }

  /** Vite 8 asks for 20.19, 22.12 or later. */
  private boolean isNewEnough(Path node) {
    try {
      Path log = work.resolve("node-version");
      if (exec(List.of(node.toString(), "--version"), log) != 0) {
        return false;
      }
      Matcher m = Pattern.compile("v(\\d+)\\.(\\d+).*").matcher(Files.readString(log).strip());
      if (!m.matches()) {
        return false;
      }
      int major = Integer.parseInt(m.group(1));
      int minor = Integer.parseInt(m.group(2));
      return major == 20 && minor >= 19 || major == 22 && minor >= 12 || major > 22;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  private Path nodeOfDriver() throws IOException, Missing {
    boolean arm = System.getProperty("os.arch").matches("aarch64|arm64");
    String system =
        isWindows()
            ? "win32_x64"
            : (System.getProperty("os.name").startsWith("Mac") ? "mac" : "linux")
                + (arm ? "-arm64" : "");
    String entry = "driver/" + system + "/node" + (isWindows() ? ".exe" : "");
    Path node = work.resolve(isWindows() ? "node.exe" : "node");
    if (Files.exists(node)) {
      return node;
    }
    if (!Files.exists(driver)) {
      throw new Missing(
          "there is no Node 20.19 or later with npm on the PATH, and " + driver + " is missing.");
    }
    try (ZipFile jar = new ZipFile(driver.toFile())) {
      ZipEntry found = jar.getEntry(entry);
      if (found == null) {
        throw new Missing("there is no Node for this machine (" + system + "); install Node 22.");
      }
      Path part = work.resolve("node.part");
      try (InputStream in = jar.getInputStream(found)) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      part.toFile().setExecutable(true);
      return Files.move(part, node);
    }
  }

  private Path npmOfOurOwn() throws IOException, InterruptedException, Missing {
    Path cli = work.resolve("npm/package/bin/npm-cli.js");
    if (Files.exists(cli)) {
      return cli;
    }
    String from =
        Optional.ofNullable(System.getenv("npm_config_registry"))
            .orElse("https://registry.npmjs.org/");
    byte[] archive = download(URI.create(from.endsWith("/") ? from + NPM : from + "/" + NPM));
    String hash = Base64.getEncoder().encodeToString(digest("SHA-512").digest(archive));
    if (!hash.equals(NPM_SHA512)) {
      throw new Missing("the installer npm that was downloaded is not the one expected.");
    }
    Path file = Files.write(work.resolve("npm.tgz"), archive);
    Path folder = Files.createDirectories(work.resolve("npm"));
    Path log = work.resolve("npm-unpack.log");
    if (exec(List.of("tar", "-xzf", file.toString(), "-C", folder.toString()), log) != 0) {
      throw new Missing("tar could not unpack the installer npm; install Node 22.");
    }
    return cli;
  }

  private static byte[] download(URI from) throws InterruptedException, Missing {
    try {
      HttpResponse<byte[]> answer =
          HttpClient.newBuilder()
              .proxy(ProxySelector.getDefault())
              .connectTimeout(Duration.ofSeconds(15))
              .build()
              .send(
                  HttpRequest.newBuilder(from).timeout(Duration.ofMinutes(2)).build(),
                  HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() == 200) {
        return answer.body();
      }
    } catch (IOException unreachable) {
      // The same as any other answer but 200: it is not to be had.
    }
    throw new Missing(
        "there is no Node 20.19 or later with npm on the PATH, and the installer npm cannot be"
            + " downloaded; install Node 22 or connect the machine.");
  }

  private void install(Tools tools) throws IOException, InterruptedException, Missing {
    Path lock = console.resolve("package-lock.json");
    String wanted = HexFormat.of().formatHex(digest("SHA-256").digest(Files.readAllBytes(lock)));
    Path stamp = console.resolve("node_modules/.installed-from");
    if (is(stamp, wanted)) {
      return;
    }
    List<String> command = new ArrayList<>(tools.npm());
    command.addAll(
        List.of("ci", "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"));
    Path log = work.resolve("npm.log");
    if (exec(command, log) != 0) {
      String said = Files.readString(log);
      if (NO_NETWORK.matcher(said).find()) {
        throw new Missing(
            "its packages cannot be downloaded; connect the machine and build again.");
      }
      fail("npm ci", said);
    }
    Files.writeString(stamp, wanted);
  }

  private void node(Tools tools, List<String> args, String what)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(tools.node().toString()));
    command.addAll(args);
    Path log = work.resolve(what + ".log");
    if (exec(command, log) != 0) {
      fail(what, Files.readString(log));
    }
  }

  private static void fail(String what, String log) {
    System.err.println(log);
    System.err.println("[console] The console does not build (" + what + "); see above.");
    System.exit(1);
  }

  private int exec(List<String> command, Path log) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(console.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("FIREBREAK_CONSOLE_OUT", output.toAbsolutePath().toString());
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      Files.writeString(log, "took longer than " + LONGEST.toMinutes() + " minutes\n");
      return 1;
    }
    return process.exitValue();
  }
}
