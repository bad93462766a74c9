package dev.firebreak.connector.openc2;

import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Entries;
import dev.firebreak.connector.Observation;
import java.util.Optional;

/**
 * How a command's outcome is read back. OpenC2 has no query that every consumer must answer but the
 * one for features. The language knows commands as targets (section 3.3.1.2), and the packet filter
 * profile rules (section 2.3), so a consumer may be asked about either; one that may not can only
 * be taken at its word.
 */
sealed interface ReadBack {
  /** Whether what the command asked for is in force. */
  Observation observe(Command command) throws ActionFailure;

  /** Hears what the consumer answered to the command. */
  default void answered(Command command, Reply reply) {}

  /** The pair that a consumer must list for this to work. */
  Optional<String> needs(String profile);

  /**
   * @throws IllegalArgumentException where there is no place to keep answers
   */
  static ReadBack of(OpenC2Settings settings, Consumer consumer, Optional<Entries> entries) {
    return switch (settings.readBack()) {
      case "command" -> new ByCommand(consumer);
      case "rule-number" -> new ByRule(consumer, settings.profile(), new ByCommand(consumer));
      default ->
          new ByAnswer(
              entries.orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "setting 'read-back' is answer, which needs a place to keep answers")));
    };
  }

  /** Asks what became of the command. What somebody changed since, it does not tell. */
  record ByCommand(Consumer consumer) implements ReadBack {
    @Override
    public Observation observe(Command command) throws ActionFailure {
      Reply reply = consumer.query("command", command.id());
      String said = "the consumer says of this command " + reply.said();
      if (reply.done()) {
        return Observation.holds(said);
      }
      if (reply.underWay()) {
        return Observation.pending(said);
      }
      if (reply.notFound()) {
        return Observation.absent(said);
      }
      throw cannotBeAsked(reply, "commands");
    }

    @Override
    public Optional<String> needs(String profile) {
      return Optional.of("command");
    }
  }

  /** Asks for the rule, where the command is about one, and else for the command. */
  record ByRule(Consumer consumer, String profile, ByCommand others) implements ReadBack {
    @Override
    public Observation observe(Command command) throws ActionFailure {
      if (command.rule().isEmpty()) {
        return others.observe(command);
      }
      Reply reply = consumer.query(profile + ":rule_number", command.rule().get());
      String said = "the consumer says of rule " + command.rule().get() + " " + reply.said();
      if (reply.underWay()) {
        return Observation.pending(said);
      }
      if (!reply.done() && !reply.notFound()) {
        throw cannotBeAsked(reply, "rules");
      }
      return reply.done() == command.deletes() ? Observation.absent(said) : Observation.holds(said);
    }

    @Override
    public Optional<String> needs(String profile) {
      return Optional.of(profile + ":rule_number");
    }
  }

  /**
   * Believes the consumer's answer, which is kept, as any node may be asked. What somebody changed
   * since stays unnoticed.
   */
  record ByAnswer(Entries entries) implements ReadBack {
    private static final String DONE = "done";
    private static final String UNDER_WAY = "under-way";

    @Override
    public void answered(Command command, Reply reply) {
      entries.add(reply.underWay() ? UNDER_WAY : DONE, command.id(), command.action());
    }

    @Override
    public Observation observe(Command command) {
      String cannot = "; it cannot be asked, so this is its word only";
      return entries
          .find(DONE, command.id())
          .map(e -> Observation.holds("the consumer answered done at " + e.addedAt() + cannot))
          .or(
              () ->
                  entries
                      .find(UNDER_WAY, command.id())
                      .map(
                          e ->
                              Observation.pending(
                                  "the consumer answered 102, not done yet, at "
                                      + e.addedAt()
                                      + cannot)))
          .orElseGet(() -> Observation.absent("the consumer has not answered this command"));
    }

    @Override
    public Optional<String> needs(String profile) {
      return Optional.empty();
    }
  }

  private static ActionFailure cannotBeAsked(Reply reply, String what) {
    return ActionFailure.unavailable(
        "the consumer cannot be asked about "
            + what
            + ": it answered "
            + reply.said()
            + "; look there yourself, and choose another setting 'read-back'");
  }
}
