package dev.firebreak;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Who may know whom. ARCHITECTURE.md tells the same in prose; here it is what the build refuses,
 * with the reason.
 */
class ArchitectureTest {
  private static final Path ROOT =
      Path.of(System.getProperty("firebreak.root", "..")).toAbsolutePath();

  private static final String ENGINE = "dev.firebreak.engine..";
  private static final String APP = "dev.firebreak.app..";
  private static final String VERIFIER = "dev.firebreak.verifier..";
  private static final String CLI = "dev.firebreak.app.cli..";
  private static final String HTTP = "dev.firebreak.http..";
  private static final String[] VENDORS = {
    "dev.firebreak.connector.*..", "dev.firebreak.alert.*.."
  };
  private static final String[] CONTRACT = {
    "dev.firebreak.connector", "dev.firebreak.alert", "dev.firebreak.http"
  };
  private static final String[] TOOLS = {
    "dev.firebreak.bench..", "dev.firebreak.sandbox..", "dev.firebreak.testkit.."
  };

  /** What each package of workflows/ may know of the others; the order is an alert's way. */
  private static final Map<String, List<String>> MAY_KNOW =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("store", List.of()),
              Map.entry("engine", List.of()),
              Map.entry("audit", List.of("store")),
              Map.entry("access", List.of("store", "audit")),
              Map.entry("metrics", List.of("store")),
              Map.entry("worker", List.of("store", "audit")),
              Map.entry("intake", List.of("store", "audit")),
              Map.entry("correlation", List.of("store", "audit", "intake")),
              Map.entry("triage", List.of("store", "audit", "intake", "engine")),
              Map.entry("incident", List.of("store", "audit")),
              Map.entry("action", List.of("store", "audit", "engine", "access")),
              Map.entry("playbook", List.of("store", "audit", "engine", "access")),
              Map.entry("containment", List.of("store", "audit", "access", "incident", "action")),
              Map.entry(
                  "evidence",
                  List.of(
                      "store",
                      "audit",
                      "access",
                      "engine",
                      "intake",
                      "triage",
                      "incident",
                      "action",
                      "containment",
                      "response")),
              Map.entry(
                  "cases", // Plays on all stages.
                  List.of(
                      "store",
                      "audit",
                      "access",
                      "engine",
                      "intake",
                      "incident",
                      "action",
                      "response")),
              Map.entry("imports", List.of()), // Files into files.
              Map.entry(
                  "response",
                  List.of(
                      "store",
                      "audit",
                      "access",
                      "engine",
                      "intake",
                      "correlation",
                      "triage",
                      "incident",
                      "action",
                      "containment"))));

  private static final DescribedPredicate<JavaClass> SOCKET =
      describe(
          "a socket",
          c ->
              Set.of(
                      "java.net.Socket",
                      "java.net.DatagramSocket",
                      "java.net.URLConnection",
                      "java.net.HttpURLConnection",
                      "javax.net.SocketFactory",
                      "javax.net.ssl.SSLSocketFactory",
                      "java.nio.channels.SocketChannel")
                  .contains(c.getName()));

  private static JavaClasses all;
  private static JavaClasses workflows;

  /** They handle sockets that others opened for them. */
  private static final DescribedPredicate<JavaClass> OPEN_NONE =
      describe(
          "are not one of those that use sockets of VendorSockets, or only accept them",
          c ->
              Set.of(
                      "dev.firebreak.alert.cef.TlsPort", // Listens for syslog; calls nobody.
                      "dev.firebreak.app.http.ShownCertificates", // Asked about clients' ones.
                      "dev.firebreak.app.witness.SyslogWitness", // Is given one by VendorSockets.
                      "dev.firebreak.connector.dnsrpz.DnsServer", // So are these three.
                      "dev.firebreak.connector.smtp.MailServer",
                      "dev.firebreak.connector.smtp.Line",
                      "dev.firebreak.connector.smtp.StartTls") // Puts TLS on one it is given.
                  .stream()
                  .noneMatch(
                      name -> c.getName().equals(name) || c.getName().startsWith(name + "$")));

  @BeforeAll
  static void readClasses() {
    List<Path> compiled = new ArrayList<>();
    for (Path module : modules()) {
      Path classes = module.resolve("target/classes");
      assertThat(classes).as("compiled first: run ./mvnw verify from the root").isDirectory();
      compiled.add(classes);
    }
    all = new ClassFileImporter().importPaths(compiled);
    workflows = new ClassFileImporter().importPath(ROOT.resolve("workflows/target/classes"));
  }

  @Test
  void onlyTheEnginePackageKnowsCamunda() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ENGINE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.camunda..")
        .because(
            "Camunda 7.24.0 is the last free release and has holes that stay open: it is fenced in"
                + " and replaced in one place (docs/adr/0001). Use PlaybookEngine or DecisionTable")
        .check(all);
  }

  @Test
  void vendorsKnowTheContractTheJdkAndJacksonOnly() {
    noClasses()
        .that()
        .resideInAnyPackage(VENDORS)
        .and()
        .resideOutsideOfPackages(LIBRARIES.keySet().toArray(String[]::new))
        .should(knowAnythingBut())
        .because(vendorReason())
        .check(all);
  }

  /** What a vendor needs beside the contract, and why the contract cannot give it. */
  private record Library(String reason, String... packages) {}

  private static final Map<String, Library> LIBRARIES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  "dev.firebreak.connector.kubernetes..",
                  new Library(
                      "fabric8 knows the cluster's objects, not how to connect", "io.fabric8..")),
              Map.entry(
                  "dev.firebreak.connector.fireblocks..",
                  new Library(
                      "its requests are signed tokens, which jose4j makes", "org.jose4j..")),
              Map.entry(
                  "dev.firebreak.alert.fireblocks..",
                  new Library(
                      "its messages are signed tokens, which jose4j checks", "org.jose4j..")),
              Map.entry(
                  "dev.firebreak.connector.evm..",
                  new Library(
                      "transactions are encoded and signed with curves the JDK does not have",
                      "com.esaulpaugh.headlong..",
                      "org.bouncycastle..")),
              Map.entry(
                  "dev.firebreak.connector.dnsrpz..",
                  new Library("dnsjava writes and signs DNS messages", "org.xbill..")),
              Map.entry(
                  "dev.firebreak.connector.smtp..",
                  new Library(
                      "Angus Mail speaks SMTP, over our sockets",
                      "jakarta.mail..",
                      "org.eclipse.angus..")),
              Map.entry(
                  "dev.firebreak.alert.kafka..",
                  new Library(
                      "Kafka's own client speaks its protocol and opens its connections",
                      "org.apache.kafka.."))));

  @TestFactory
  Stream<DynamicTest> aVendorAddsOnlyTheLibraryItNeeds() {
    return LIBRARIES.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () ->
                        noClasses()
                            .that()
                            .resideInAPackage(e.getKey())
                            .should(knowAnythingBut(e.getValue().packages()))
                            .because(vendorReason() + "; " + e.getValue().reason())
                            .allowEmptyShould(true)
                            .check(all)));
  }

  private static ArchCondition<JavaClass> knowAnythingBut(String... more) {
    List<String> allowed = new ArrayList<>(List.of(CONTRACT));
    allowed.addAll(List.of(VENDORS));
    allowed.addAll(
        List.of("java..", "javax..", "org.w3c.dom..", "com.fasterxml.jackson..", "org.jspecify.."));
    allowed.addAll(List.of(more));
    return dependOnClassesThat(
        not(resideInAnyPackage(allowed.toArray(String[]::new)))
            .as("neither contract nor JDK, Jackson %s", List.of(more)));
  }

  private static String vendorReason() {
    return "a connector is one folder that is read, copied and removed alone; what all need is the"
        + " dispatcher's work or belongs into connectors/api";
  }

  @Test
  void vendorsDoNotKnowEachOther() {
    slices()
        .matching("dev.firebreak.[connector|alert].(*)..")
        .should()
        .notDependOnEachOther()
        .because("removing one vendor's folder must not break another's")
        .check(all);
  }

  @Test
  void theContractKnowsNoVendor() {
    noClasses()
        .that()
        .resideInAnyPackage(CONTRACT)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.firebreak.connector.*..",
            "dev.firebreak.alert.*..",
            "dev.firebreak.app..",
            "io.quarkus..",
            "jakarta..",
            "io.vertx..")
        .because("connectors/api is what third parties compile against: no vendor, no framework")
        .check(all);
  }

  @Test
  void workflowsKnowNoFrameworkNoVendorAndNotTheApplication() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.quarkus..",
            "io.vertx..",
            "jakarta.ws.rs..",
            "jakarta.enterprise..",
            "jakarta.inject..",
            "dev.firebreak.app..",
            "dev.firebreak.connector.*..",
            "dev.firebreak.alert.*..")
        .because(
            "the stages decide, quarkus-app wires them (Assembly); so they are tested without a"
                + " server, and a vendor is reached through its Connector only")
        .check(workflows);
  }

  @TestFactory
  Stream<DynamicTest> aStageKnowsOnlyWhatComesBeforeIt() {
    return MAY_KNOW.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(), () -> stage(e.getKey(), e.getValue()).check(workflows)));
  }

  private static ArchRule stage(String name, List<String> mayKnow) {
    String[] others =
        MAY_KNOW.keySet().stream()
            .filter(p -> !p.equals(name) && !mayKnow.contains(p))
            .map(p -> "dev.firebreak." + p + "..")
            .toArray(String[]::new);
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage("dev.firebreak." + name + "..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(others).as("later or unrelated stages"))
            .because(
                "data flows down an alert's way and nothing calls back up; what a later stage has"
                    + " to say to an earlier one goes through a function that Assembly hands it");
    return rule;
  }

  @Test
  void everyPackageOfWorkflowsHasItsPlaceInTheOrder() {
    assertThat(workflows.stream().map(JavaClass::getPackageName).distinct())
        .as("add a new package to MAY_KNOW and to ARCHITECTURE.md")
        .containsExactlyInAnyOrderElementsOf(
            MAY_KNOW.keySet().stream().map(p -> "dev.firebreak." + p).toList());
  }

  @Test
  void workflowsHaveNoCycles() {
    slices()
        .matching("dev.firebreak.(*)..")
        .should()
        .beFreeOfCycles()
        .because("a stage can then be read, tested and replaced without the later ones")
        .check(workflows);
  }

  @Test
  void auditKnowsTheStoreOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.firebreak.audit..")
        .should(
            dependOnClassesThat(
                resideInAPackage("dev.firebreak..")
                    .and(
                        not(
                            resideInAnyPackage(
                                "dev.firebreak.audit..",
                                "dev.firebreak.store..",
                                "dev.firebreak.connector")))
                    .as("anything of ours but the store and the contract's Json")))
        .because(
            "everybody records, so whatever audit knew would be part of a cycle; and the record"
                + " must not depend on what it records")
        .check(all);
  }

  @Test
  void theVerifierKnowsTheJdkOnly() {
    noClasses()
        .that()
        .resideInAPackage(VERIFIER)
        .should(
            dependOnClassesThat(
                not(resideInAnyPackage("dev.firebreak.verifier..", "java..", "org.jspecify.."))))
        .because(
            "who does not trust the server cannot trust its code either (docs/adr/0014): a fault or"
                + " a back door there must not make the check agree with it")
        .check(all);
  }

  @Test
  void onlyVendorHttpOpensConnections() {
    classes()
        .that()
        .resideOutsideOfPackages(HTTP, CLI, TOOLS[0], TOOLS[1], TOOLS[2])
        .and(OPEN_NONE)
        .should(
            never(
                dependOnClassesThat(
                    resideInAnyPackage("java.net.http..", "org.apache.hc..", "okhttp3..")
                        .or(SOCKET))))
        .andShould(never(callMethod(URL.class, "openConnection")))
        .andShould(never(callMethod(URL.class, "openStream")))
        .because(
            "VendorHttp alone checks host, address, scheme, size and time of what is connected to"
                + " (docs/adr/0009); a second client would be a way round it. The command line, the"
                + " sandbox and the benchmark are clients and are not part of the server")
        .check(all);
  }

  @Test
  void datesAreInstants() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ENGINE)
        .and()
        .doNotHaveFullyQualifiedName("dev.firebreak.alert.guardduty.CertificateTrust")
        .and()
        .doNotHaveFullyQualifiedName("dev.firebreak.testkit.TestCertificate$Draft")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Date")
        .because(
            "java.util.Date changes under its holder and names no zone; use Instant. The engine,"
                + " the JDK's certificate check and the maker of tests' certificates ask for it")
        .check(all);
  }

  @Test
  void theServerLogsInsteadOfPrinting() {
    noClasses()
        .that()
        .resideOutsideOfPackages(APP, VERIFIER, TOOLS[0], TOOLS[1], TOOLS[2])
        .should(ACCESS_STANDARD_STREAMS)
        .because(
            "what a stage or a connector has to say belongs into the log or the audit trail; only"
                + " the start, the command line, the verifier, the demo, the benchmark and tests"
                + " speak to a terminal")
        .check(all);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should()
        .haveNameMatching(".*(Impl|Util|Utils|Manager|Helper|V2)(\\$.*)?")
        .because("such a name says nothing; take the analyst's word for what it is or does")
        .check(all);
  }

  @Test
  void everyDoorHasItsKey() {
    for (JavaClass resource : all) {
      if (resource.isAnnotatedWith(jakarta.ws.rs.Path.class)) {
        // Each source, each publication and each worker's connector has a credential of its own;
        // so has who signs in, and who holds emergency keys. The page of approvals is empty, and
        // the
        // links of the desktop modeler only lead on to pages.
        boolean open =
            Set.of(
                    "Hooks",
                    "ListResource",
                    "WorkerResource",
                    "SessionResource",
                    "EmergencyResource",
                    "ApprovalPage",
                    "CockpitResource",
                    "CockpitLinks")
                .contains(resource.getSimpleName());
        assertThat(resource.isAnnotatedWith(open ? PermitAll.class : RolesAllowed.class))
            .as("%s says on the class who may call it", resource.getFullName())
            .isTrue();
        assertThat(resource.getMethods().stream().filter(m -> m.isAnnotatedWith(PermitAll.class)))
            .as("%s opens no method to everybody", resource.getFullName())
            .isEmpty();
      }
    }
  }

  @Test
  void noSourceUsesLombokOrMockito() {
    Pattern banned = Pattern.compile("(?m)^import (static )?(lombok|org\\.mockito)\\b");
    assertThat(sources().filter(f -> banned.matcher(text(f)).find()))
        .as(
            "records and hand-made fakes do it; a mock of our own type tests the mock"
                + " (CONTRIBUTING.md)")
        .isEmpty();
  }

  @Test
  void everyConnectorFolderIsBuiltAndShipped() {
    List<String> built = all(text(ROOT.resolve("connectors/pom.xml")), "<module>([^<]+)</module>");
    List<String> shipped =
        all(text(ROOT.resolve("quarkus-app/pom.xml")), "(?s)<dependency>(.*?)</dependency>")
            .stream()
            .filter(d -> !d.contains("<scope>test</scope>"))
            .flatMap(d -> all(d, "<artifactId>firebreak-connector-([^<]+)</artifactId>").stream())
            .toList();
    List<String> folders = connectorFolders();
    assertThat(built)
        .as("connectors/pom.xml has one <module> line for each folder of connectors/")
        .containsExactlyInAnyOrderElementsOf(folders);
    assertThat(shipped)
        .as("quarkus-app/pom.xml has one dependency for each folder of connectors/")
        .containsExactlyInAnyOrderElementsOf(
            folders.stream().filter(f -> !List.of("api", "testkit").contains(f)).toList());
  }

  private static List<Path> modules() {
    List<Path> modules =
        new ArrayList<>(
            connectorFolders().stream().map(f -> ROOT.resolve("connectors").resolve(f)).toList());
    modules.addAll(
        List.of(ROOT.resolve("workflows"), ROOT.resolve("verifier"), ROOT.resolve("quarkus-app")));
    return modules;
  }

  private static List<String> connectorFolders() {
    try (Stream<Path> folders = Files.list(ROOT.resolve("connectors"))) {
      return folders
          .filter(f -> Files.isDirectory(f.resolve("src")))
          .map(f -> f.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> sources() {
    List<Path> roots = new ArrayList<>(modules());
    roots.add(ROOT);
    return roots.stream()
        .map(r -> r.resolve("src"))
        .flatMap(ArchitectureTest::filesBelow)
        .filter(f -> f.toString().endsWith(".java"));
  }

  private static Stream<Path> filesBelow(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the first group of a pattern matched, each time. */
  private static List<String> all(String text, String pattern) {
    Matcher m = Pattern.compile(pattern).matcher(text);
    List<String> found = new ArrayList<>();
    while (m.find()) {
      found.add(m.group(1));
    }
    return found;
  }
}
