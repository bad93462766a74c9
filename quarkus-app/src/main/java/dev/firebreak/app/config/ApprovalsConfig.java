package dev.firebreak.app.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How people are asked; whether and whom is {@code policy.dmn}'s to say. */
@ConfigMapping(prefix = "firebreak.approvals")
public interface ApprovalsConfig {
  /** Address under which people open Firebreak; links in messages begin with it. */
  Optional<String> url();

  /** Where waiting approvals are announced, by a name of your choice. */
  @WithName("notify")
  Map<String, Channel> channels();

  /** For what a vote needs a sign-in that is fresh. */
  FreshSignIn freshSignIn();

  /** One place where people are told. */
  interface Channel {
    /** A configured connector that offers ask-approval (Slack) or send-mail (SMTP). */
    String connector();

    /** A chat channel's id, or mail addresses. */
    List<String> to();

    /** Told only of what one of these groups of the policy may vote on now; of all without. */
    Optional<List<String>> groups();
  }

  /** One of the last three suffices; with none of them it is asked for always. */
  interface FreshSignIn {
    /**
     * How old the sign-in behind a vote may be. Without it, it may be any; tokens vote then, too.
     */
    Optional<Duration> maxAge();

    /** From this severity on: low, medium, high, critical or fatal. */
    Optional<String> fromSeverity();

    /** For actions of these effects: contain, release. */
    Optional<List<String>> effects();

    /** From this value at stake on; where nobody said it, it counts as more. */
    Optional<BigDecimal> fromValue();

    /** The alerts' attribute that says the value at stake, for example exposure_usd. */
    Optional<String> valueAttribute();
  }
}
