package dev.firebreak.connector;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Names below which strangers register theirs, like {@code com}, {@code co.uk} and {@code
 * github.io}: the Public Suffix List (https://publicsuffix.org/list/), both of its sections, as the
 * HTTP client brings it. Safe for all threads.
 */
public final class PublicSuffixes {
  private static final String LIST = "/org/publicsuffix/list/effective_tld_names.dat";
  private static final PublicSuffixes READ = read();

  private final Set<String> rules = new HashSet<>();

  /** Parents of which each direct child is a suffix: {@code *.ck} as {@code ck}. */
  private final Set<String> wildcards = new HashSet<>();

  private final Set<String> exceptions = new HashSet<>();

  private PublicSuffixes() {}

  /**
   * Whether a name is a top-level name or a public suffix itself.
   *
   * @param domain as {@link DomainName#spelled} gives it
   */
  public static boolean contain(String domain) {
    int dot = domain.indexOf('.');
    return dot < 0
        || READ.rules.contains(domain)
        || (READ.wildcards.contains(domain.substring(dot + 1))
            && !READ.exceptions.contains(domain));
  }

  private static PublicSuffixes read() {
    InputStream in =
        Optional.ofNullable(PublicSuffixes.class.getResourceAsStream(LIST))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the Public Suffix List is missing: httpclient5 no longer brings " + LIST));
    PublicSuffixes all = new PublicSuffixes();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      lines.lines().filter(l -> !l.isBlank() && !l.startsWith("//")).forEach(all::add);
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String line) {
    String rule = line.strip().split("\\s", 2)[0];
    if (rule.startsWith("!")) {
      exceptions.add(ascii(rule.substring(1)));
    } else if (rule.startsWith("*.")) {
      wildcards.add(ascii(rule.substring(2)));
    } else {
      rules.add(ascii(rule));
    }
  }

  private static String ascii(String name) {
    return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
  }
}
