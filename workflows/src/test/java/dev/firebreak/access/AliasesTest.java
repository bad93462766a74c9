package dev.firebreak.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AliasesTest {
  @ParameterizedTest
  @CsvSource({
    "ana@example.com, ana@example.com, true",
    "ana@example.com, ana@example.org, false",
    "ana@example.com, arn:aws:iam::111122223333:user/ana, true",
    "ana@example.com, arn:aws:iam::111122223333:user/ana@example.com, true",
    "ana, ana@example.com, true",
    "ana, CORP\\ana, true",
    "ana, arn:aws:iam::111122223333:user/ops/ana, true",
    "ana, ana2@example.com, false",
    "ana, hanna, false",
    "00u1abcd, 00u1abcd, true"
  })
  void a_name_means_somebody_in_the_ways_other_systems_write_it(
      String known, String named, boolean same) {
    List<Aliases.Known> all = List.of(new Aliases.Known("person:one", known));

    assertThat(Aliases.meant(all, List.of("somebody", named)))
        .isEqualTo(same ? Map.of("person:one", named.toLowerCase(Locale.ROOT)) : Map.of());
  }
}
