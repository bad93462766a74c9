package dev.firebreak.fence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the engine is shipped: its core, and none of what makes code or doors out of it. */
class ShippedEngineIT {
  private static final Path LIB = FencedApp.ROOT.resolve("quarkus-app/target/quarkus-app/lib");

  /** The engine's doors and plug-ins, script engines, template engines. */
  private static final List<String> NOT_SHIPPED =
      List.of(
          "engine-rest",
          "webapp",
          "connect-",
          "camunda-engine-plugin",
          "camunda-engine-spring",
          "camunda-engine-cdi",
          "commons-email",
          "commons-mail",
          "spin",
          "script-engine",
          "template-engine",
          "groovy",
          "graal",
          "js-scriptengine",
          "truffle",
          "nashorn",
          "rhino",
          "jython",
          "jruby",
          "freemarker",
          "velocity",
          "cxf",
          "xstream",
          "spring-expression",
          "commons-jexl",
          "ognl",
          "mvel");

  @Test
  void noScriptsNoTemplatesAndNoDoorOfTheEngineAreAmongTheLibraries() throws IOException {
    List<String> jars;
    try (Stream<Path> files = Files.walk(LIB)) {
      jars =
          files.map(f -> String.valueOf(f.getFileName())).filter(f -> f.endsWith(".jar")).toList();
    }

    assertThat(jars).anyMatch(jar -> jar.startsWith("org.camunda.bpm.camunda-engine-7."));
    assertThat(jars)
        .noneMatch(
            jar ->
                NOT_SHIPPED.stream()
                    .anyMatch(
                        part ->
                            jar.startsWith(part)
                                || jar.contains("." + part)
                                || jar.contains("-" + part)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/engine-rest",
        "/engine-rest/engine",
        "/engine-rest/deployment/any/resources",
        "/engine-rest/task",
        "/rest/engine/default/task",
        "/rest",
        "/camunda",
        "/camunda/app/welcome/default/",
        "/camunda/api/engine/engine/default/deployment",
        "/camunda/api/admin/setup/default/user/create",
        "/camunda-welcome/index.html",
        "/api/engine/engine/default/process-definition",
        "/api/admin/setup/default/user/create",
        "/app/cockpit/default/",
        "/h2-console",
        "/q/dev-ui",
        "/q/dev"
      })
  void noAddressOfTheEnginesOwnApplicationsAnswers(String path) {
    FencedApp app = HostileFolder.app();

    assertThat(app.get(path).status()).isIn(401, 404);
    assertThat(app.post(path, List.of()).status()).isIn(401, 404, 405);
  }
}
