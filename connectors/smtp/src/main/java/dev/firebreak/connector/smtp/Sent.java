package dev.firebreak.connector.smtp;

import dev.firebreak.connector.Describe;
import java.util.List;

/**
 * What the server took; whether it comes into a mailbox, it does not say.
 *
 * @param messageId with its angle brackets
 * @param accepted addresses the server took the mail for, at least one
 * @param refused addresses it did not take
 */
public record Sent(
    @Describe("Message-ID, by which the mail is found in logs") String messageId,
    @Describe("Addresses the server took it for") List<String> accepted,
    @Describe("Addresses the server refused") List<String> refused) {
  public Sent {
    accepted = List.copyOf(accepted);
    refused = List.copyOf(refused);
  }
}
