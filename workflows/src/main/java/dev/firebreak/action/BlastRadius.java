package dev.firebreak.action;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.Effect;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Target;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * Looks at everything a containment would hit, right before it is done, where it can hit more than
 * the one target it names: by its rehearsal, which reads only. Immutable.
 */
public final class BlastRadius {
  private final NeverContain never;
  private final int most;

  /**
   * @param never nothing of these may be hit
   * @param most how many things one containment may hit without a person; 0 for no cap
   */
  public BlastRadius(NeverContain never, int most) {
    if (most < 0) {
      throw new IllegalArgumentException(
          "things a containment may hit must be 0 or more, got " + most);
    }
    this.never = never;
    this.most = most;
  }

  /** What follows from a look. */
  sealed interface Verdict {
    /** It may be done. */
    record Go() implements Verdict {}

    /** It is never done. */
    record Never(String reason) implements Verdict {}

    /** A person decides. */
    record Ask(Policy.Ruling ruling) implements Verdict {}
  }

  /** Whether a look is needed: it costs requests to the vendor before the first call. */
  boolean concerns(ActionRow row, Action<?, ?> action) {
    return row.effect() == Effect.CONTAIN
        && !row.rehearsed()
        && action.rehearsal().isPresent()
        && (most > 0 || !never.isEmpty());
  }

  /**
   * Looks. Blocks as long as the rehearsal does.
   *
   * @throws ActionFailure BAD_INPUT alone
   */
  Verdict look(ActionRow row, Bound<?, ?> bound) throws ActionFailure {
    try {
      return judge(bound.preview(row));
    } catch (ActionFailure e) {
      if (e.kind() == ActionFailure.Kind.BAD_INPUT) {
        throw e;
      }
      return unseen(e.getMessage());
    } catch (CircuitBreakerOpenException e) {
      return unseen(bound.instance().name() + " failed repeatedly and is left alone for a moment");
    } catch (Exception e) {
      return unseen("the rehearsal failed: " + e.getClass().getSimpleName());
    }
  }

  private Verdict judge(Preview preview) {
    for (Target hit : preview.targets()) {
      Optional<String> entry = never.forbids(Effect.CONTAIN, hit);
      if (entry.isPresent()) {
        return new Verdict.Never(
            "it would hit " + hit + ", which is never contained (" + entry.get() + ")");
      }
    }
    long hits = preview.affected();
    if (most > 0 && hits > most) {
      return ask("it would hit " + hits + " things, more than " + most + ": " + preview.sentence());
    }
    // Where some are not named, one of them may be on the list.
    return hits > preview.targets().size() && !never.isEmpty()
        ? ask(
            "it would hit "
                + hits
                + " things, of which only "
                + preview.targets().size()
                + " can be named: "
                + preview.sentence())
        : new Verdict.Go();
  }

  private static Verdict unseen(String why) {
    return ask("what it would hit cannot be seen: " + why);
  }

  private static Verdict ask(String why) {
    return new Verdict.Ask(Policy.ask("blast-radius", why));
  }
}
