package dev.firebreak.hardening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.connector.Json;
import dev.firebreak.support.Firebreak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bill of materials that lies beside the application, against the jars that are in it. */
class SbomIT {
  private static final Path APP = Firebreak.ROOT.resolve("quarkus-app/target/quarkus-app");

  /** The platform adds or leaves these by itself, which the build's own tree does not know. */
  private static final Set<String> ADDED = Set.of("io.quarkus.quarkus-flyway-postgresql");

  private static final Set<String> LEFT_OUT =
      Set.of("io.quarkus.quarkus-ide-launcher", "io.netty.netty-tcnative-classes");

  /** Those that let the application be given away under Apache-2.0. */
  private static final Set<String> LICENCES =
      Set.of(
          "0BSD",
          "Apache-2.0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "Bouncy Castle Licence",
          "CC0-1.0",
          "EPL-1.0",
          "EPL-2.0",
          "GNU General Public License, version 2 with the GNU Classpath Exception",
          "GPL-2.0-with-classpath-exception",
          "MIT",
          "MIT-0",
          "Public Domain");

  /** Libraries that may be linked to under any licence, and fonts. */
  private static final Pattern LINKED =
      Pattern.compile("(?i).*(LGPL|lesser general|EDL|Eclipse Distribution|Bitstream|font).*");

  private static JsonNode sbom;

  @BeforeAll
  static void read() throws IOException {
    Path made = APP.resolve("firebreak-sbom.json");
    if ("offline: true".equals(System.getProperty("firebreak.maven"))) {
      assumeThat(made).as("Maven's -o leaves it out").exists();
    }
    assertThat(made).as("a build that is online makes it").exists();
    sbom = Json.mapper().readTree(made.toFile());
  }

  private static Map<String, String> jars() throws IOException {
    Map<String, String> versions = new TreeMap<>();
    for (String folder : List.of("main", "boot")) {
      try (Stream<Path> files = Files.list(APP.resolve("lib").resolve(folder))) {
        files
            .map(f -> f.getFileName().toString().replaceFirst("\\.jar$", ""))
            .forEach(f -> split(f, versions));
      }
    }
    return versions;
  }

  /** {@code group.artifact-version}, where the version begins with the first number. */
  private static void split(String file, Map<String, String> versions) {
    String name = file.replaceFirst("-[0-9].*$", "");
    versions.put(name, file.substring(name.length() + 1));
  }

  private static Map<String, String> components() {
    Map<String, String> versions = new TreeMap<>();
    for (JsonNode c : sbom.path("components")) {
      versions.put(
          c.path("group").asText() + "." + c.path("name").asText(), c.path("version").asText());
    }
    return versions;
  }

  @Test
  void every_jar_is_listed_with_its_version_and_nothing_else_is() throws IOException {
    Map<String, String> jars = jars();
    Map<String, String> listed = components();
    Set<String> missing = new TreeSet<>(jars.keySet());
    missing.removeAll(listed.keySet());
    Set<String> more = new TreeSet<>(listed.keySet());
    more.removeAll(jars.keySet());

    assertThat(jars).hasSizeGreaterThan(300);
    assertThat(missing).isEqualTo(ADDED);
    assertThat(LEFT_OUT).containsAll(more);
    jars.keySet().retainAll(listed.keySet());
    // A classifier stands behind the version in a file's name.
    jars.forEach((name, version) -> assertThat(version).as(name).startsWith(listed.get(name)));
  }

  @Test
  void every_component_says_under_which_licence_it_is_and_it_is_one_that_fits() {
    List<String> odd = new ArrayList<>();
    for (JsonNode c : sbom.path("components")) {
      Set<String> licences = new TreeSet<>();
      c.path("licenses").forEach(l -> licences.add(licence(l)));
      boolean ours = c.path("group").asText().equals("dev.firebreak");
      if (!ours && licences.stream().noneMatch(SbomIT::fits)) {
        odd.add(c.path("purl").asText() + " " + licences);
      }
    }
    assertThat(odd).isEmpty();
  }

  private static boolean fits(String licence) {
    return LICENCES.contains(licence) || LINKED.matcher(licence).matches();
  }

  private static String licence(JsonNode l) {
    JsonNode named = l.path("license");
    return named.has("id")
        ? named.path("id").asText()
        : named.path("name").asText(l.path("expression").asText());
  }

  @Test
  void every_component_has_a_digest_and_an_address_to_look_it_up_by() {
    assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
    for (JsonNode c : sbom.path("components")) {
      assertThat(c.path("purl").asText()).startsWith("pkg:maven/");
      assertThat(c.path("hashes").toString()).as(c.path("purl").asText()).contains("SHA-256");
    }
  }
}
