package dev.firebreak.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firebreak.app.Playbooks;
import dev.firebreak.engine.PlaybookEngine.PlaybookVersion;
import dev.firebreak.engine.PlaybookRefused;
import dev.firebreak.playbook.Draft;
import dev.firebreak.playbook.Kind;
import dev.firebreak.playbook.Problem;
import dev.firebreak.playbook.Release;
import dev.firebreak.playbook.Sync;
import dev.firebreak.playbook.Version;
import dev.firebreak.response.Runs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How playbooks, versions and drafts look in JSON. Absent is left out. */
final class PlaybookViews {
  private PlaybookViews() {}

  /**
   * A version that waits to be released.
   *
   * @param conflict that something else has been put in force since it was made
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Waiting(
      int version,
      List<String> authors,
      Instant submittedAt,
      String comment,
      Optional<String> conflict) {
    static Waiting of(Version v, Optional<Version> live) {
      Optional<Integer> now = live.map(Version::version);
      Optional<String> conflict =
          now.equals(v.basedOn())
              ? Optional.empty()
              : Optional.of(
                  "made from "
                      + v.basedOn().map(b -> "version " + b).orElse("nothing")
                      + ", while "
                      + now.map(n -> "version " + n + " is").orElse("nothing is")
                      + " in force");
      return new Waiting(
          v.version(), v.contributors().stream().sorted().toList(), v.at(), v.comment(), conflict);
    }
  }

  /** That somebody is drawing. */
  record DraftMark(String author, Instant savedAt, Optional<Integer> basedOn) {
    static DraftMark of(Draft d) {
      return new DraftMark(d.author(), d.savedAt(), d.basedOn());
    }
  }

  /** Runs under way: of the live version, of older ones, and how many need a person. */
  record RunCounts(int going, int stuck, int onOlder) {}

  /**
   * A playbook or table.
   *
   * @param version in force; likewise hash, release and authors; absent where none is
   * @param versionId the engine's id of it
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record PlaybookView(
      String name,
      String kind,
      String title,
      Optional<Integer> version,
      Optional<String> versionId,
      Optional<String> sha256,
      Optional<String> releasedBy,
      Optional<Instant> releasedAt,
      Optional<String> how,
      List<String> authors,
      Optional<String> origin,
      List<Waiting> waiting,
      List<DraftMark> drafts,
      Optional<Sync.Drift> drift,
      RunCounts runs) {}

  /** All of them, and what was refused with every reason. */
  record PlaybookList(
      List<PlaybookView> items,
      List<PlaybookView> tables,
      Map<String, List<PlaybookRefused.Finding>> refused,
      SourceView source) {}

  /** When a version was put in force. */
  record ReleaseView(
      String by, Instant at, String how, String comment, Optional<Integer> replaced) {
    static ReleaseView of(Release r) {
      return new ReleaseView(
          r.by(), r.at(), Views.lower(r.how().name()), r.comment(), r.replaced());
    }
  }

  /** A version without its file. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record VersionView(
      int version,
      String state,
      String sha256,
      String author,
      List<String> authors,
      Instant at,
      String comment,
      String origin,
      Optional<String> commit,
      Optional<Integer> basedOn,
      Optional<String> decidedBy,
      Optional<Instant> decidedAt,
      Optional<String> decision,
      List<ReleaseView> releases) {
    static VersionView of(Version v, List<Release> releases) {
      boolean live =
          !releases.isEmpty() && releases.get(releases.size() - 1).version() == v.version();
      return new VersionView(
          v.version(),
          live ? "live" : Views.lower(v.state().name()),
          v.sha256(),
          v.author(),
          v.contributors().stream().sorted().toList(),
          v.at(),
          v.comment(),
          Views.lower(v.origin().name()),
          v.commit(),
          v.basedOn(),
          v.decidedBy(),
          v.decidedAt(),
          v.decision(),
          releases.stream().filter(r -> r.version() == v.version()).map(ReleaseView::of).toList());
    }
  }

  /** Runs under way of one version; version 0 is one from before versions were kept. */
  record VersionRuns(int version, int going, int stuck) {}

  /**
   * One playbook with all its versions, newest first.
   *
   * @param shadow {@code running} or {@code stopped}; absent where no version was ever tried so
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record PlaybookDetail(
      PlaybookView playbook,
      List<VersionView> versions,
      List<VersionRuns> runs,
      Optional<String> shadow) {}

  /** One thing about a file. */
  record ProblemView(String severity, String element, int line, String message) {
    static ProblemView of(Problem p) {
      return new ProblemView(Views.lower(p.severity().name()), p.element(), p.line(), p.message());
    }
  }

  /** Whether a file could be put in force, and what is to be said about it. */
  record ProblemList(List<ProblemView> items, boolean deployable) {
    static ProblemList of(List<Problem> all) {
      return new ProblemList(
          all.stream().map(ProblemView::of).toList(), all.stream().noneMatch(Problem::isError));
    }
  }

  /** A file of the source that is not in force. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record RefusedView(
      String playbook,
      String where,
      Optional<String> commit,
      String author,
      List<ProblemView> findings) {}

  /** The place that decides where places differ. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record SourceView(
      String truth,
      String where,
      Optional<String> branch,
      Optional<String> head,
      Optional<Instant> lookedAt,
      Optional<String> problem,
      List<RefusedView> refused,
      Map<String, Sync.Drift> drift) {}

  static SourceView source(Playbooks playbooks) {
    Optional<Sync> sync = playbooks.sync();
    return new SourceView(
        sync.map(s -> Views.lower(s.lead().name())).orElse("database"),
        sync.map(Sync::where).orElse("database"),
        playbooks.git().map(g -> g.branch()),
        playbooks.git().flatMap(g -> g.head()),
        sync.flatMap(Sync::lookedAt),
        sync.flatMap(Sync::problem),
        sync.map(Sync::refused).orElse(Map.of()).entrySet().stream()
            .map(
                e ->
                    new RefusedView(
                        e.getKey(),
                        e.getValue().where(),
                        e.getValue().commit(),
                        e.getValue().author(),
                        e.getValue().problems().stream().map(ProblemView::of).toList()))
            .toList(),
        sync.map(Sync::drifts).orElse(Map.of()));
  }

  /** One playbook or table; empty where nothing is known of that name. */
  static Optional<PlaybookView> playbook(Playbooks all, String name) {
    Optional<Version> live = all.lifeCycle.live(name);
    List<Waiting> waiting =
        all.versions.waiting().stream()
            .filter(v -> v.playbook().equals(name))
            .map(v -> Waiting.of(v, live))
            .toList();
    List<DraftMark> drafts =
        all.drafts.all().stream()
            .filter(d -> d.playbook().equals(name))
            .map(DraftMark::of)
            .toList();
    if (live.isEmpty()
        && waiting.isEmpty()
        && drafts.isEmpty()
        && all.versions.of(name).isEmpty()) {
      return Optional.empty();
    }
    Optional<PlaybookVersion> inForce = all.inForce(name);
    Optional<Release> release = all.versions.live(name);
    return Optional.of(
        new PlaybookView(
            name,
            Views.lower(Kind.of(name).name()),
            inForce.map(PlaybookVersion::title).orElse(name),
            live.map(Version::version),
            inForce.map(PlaybookVersion::versionId),
            live.map(Version::sha256),
            release.map(Release::by),
            release.map(Release::at),
            release.map(r -> Views.lower(r.how().name())),
            live.map(v -> v.contributors().stream().sorted().toList()).orElse(List.of()),
            live.map(v -> Views.lower(v.origin().name())),
            waiting,
            drafts,
            all.sync().flatMap(s -> s.drift(name)),
            counts(all, name, live)));
  }

  private static RunCounts counts(Playbooks all, String name, Optional<Version> live) {
    int going = 0;
    int stuck = 0;
    int older = 0;
    for (VersionRuns r : runs(all, name)) {
      going += r.going();
      stuck += r.stuck();
      older += live.filter(v -> v.version() == r.version()).isPresent() ? 0 : r.going();
    }
    return new RunCounts(going, stuck, older);
  }

  static List<VersionRuns> runs(Playbooks all, String name) {
    Map<Integer, VersionRuns> byVersion = new java.util.TreeMap<>();
    for (Runs.Count c : all.runs.underWay()) {
      if (c.playbook().equals(name)) {
        int version = all.versions.byEngine(c.versionId()).map(Version::version).orElse(0);
        byVersion.merge(
            version,
            new VersionRuns(version, c.going(), c.stuck()),
            (a, b) -> new VersionRuns(version, a.going() + b.going(), a.stuck() + b.stuck()));
      }
    }
    return List.copyOf(byVersion.values());
  }
}
