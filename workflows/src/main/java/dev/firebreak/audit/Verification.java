package dev.firebreak.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/**
 * What a check of the whole trail found. The check is the server's own and sees the database only;
 * the verifier, with an export and a witness's heads, sees more.
 *
 * @param entries how many were read
 * @param waiting written but not yet sealed
 * @param head root of the tree over all of them
 * @param signed the newest signed head
 * @param heads how many signed heads were checked
 * @param problems a sentence each, the first hundred
 */
public record Verification(
    long entries,
    long waiting,
    String head,
    Optional<Head> signed,
    long heads,
    List<String> problems) {
  @JsonProperty("ok")
  public boolean ok() {
    return problems.isEmpty();
  }
}
