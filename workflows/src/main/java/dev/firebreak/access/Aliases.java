package dev.firebreak.access;

import dev.firebreak.audit.Audit;
import dev.firebreak.store.Database;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * By which names other systems know the person of an account: e-mail addresses, user names, ARNs.
 * They say who is meant by an alert, and which accounts are one person's; nobody signs in by them,
 * and no right comes of one. Safe for all threads.
 */
public final class Aliases {
  private static final int MOST = 50;
  private static final int LONGEST = 512;

  private final Database database;
  private final Audit audit;

  Aliases(Database database, Audit audit) {
    this.database = database;
    this.audit = audit;
  }

  /** One name of one account. */
  record Known(String subject, String name) {}

  /**
   * Sets what an account's person is known as; what its identity provider said stays.
   *
   * @throws AccessRefused when there are over 50, or one is no name
   */
  public void set(Account account, Collection<String> names, Caller by) {
    Set<String> wanted = names.stream().map(Aliases::checked).collect(Collectors.toSet());
    if (wanted.size() > MOST) {
      throw AccessRefused.malformed("an account has at most " + MOST + " other names");
    }
    database.inTransaction(
        h -> {
          h.createUpdate("delete from account_alias where subject = :s and origin = 'SET'")
              .bind("s", account.subject())
              .execute();
          wanted.forEach(n -> insert(h, account.subject(), n, "SET"));
          audit.record(
              by.subject(),
              "access.known-as",
              Optional.empty(),
              Map.of("subject", account.subject(), "names", new TreeSet<>(wanted)));
          return true;
        });
  }

  private static String checked(String name) {
    String text = plain(name);
    if (text.isEmpty() || text.length() > LONGEST || !text.matches("[^\\p{Cntrl}]+")) {
      throw AccessRefused.malformed(
          "a name by which another system knows somebody has 1 to "
              + LONGEST
              + " characters, got '"
              + AccessRefused.shown(name)
              + "'");
    }
    return text;
  }

  /**
   * Adds what an identity provider says; what it said before stays, so that nobody sheds a name.
   */
  public void vouched(String subject, Collection<String> names) {
    Set<String> fresh =
        names.stream()
            .map(Aliases::plain)
            .filter(n -> n.matches("[^\\p{Cntrl}]{1,512}"))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (!fresh.isEmpty()) {
      List<String> known = of(subject);
      known.forEach(fresh::remove);
      if (!fresh.isEmpty() && known.size() + fresh.size() <= MOST) {
        database.inTransaction(
            h -> {
              fresh.forEach(n -> insert(h, subject, n, "PROVIDER"));
              return true;
            });
      }
    }
  }

  private static void insert(Handle h, String subject, String name, String origin) {
    h.createUpdate(
            "insert into account_alias (subject, alias, origin) values (:s, :a, :o)"
                + " on conflict do nothing")
        .bind("s", subject)
        .bind("a", name)
        .bind("o", origin)
        .execute();
  }

  /** The other names of an account, in order. */
  public List<String> of(String subject) {
    return database.read(
        h ->
            h.createQuery("select alias from account_alias where subject = :s order by alias")
                .bind("s", subject)
                .mapTo(String.class)
                .list());
  }

  /**
   * The people who are meant by names that other systems use.
   *
   * @return subjects, each with the name it was found by
   */
  public Map<String, String> meant(Collection<String> names) {
    return meant(known(), names);
  }

  /**
   * A name of an account and one in an alert mean the same person where they are equal, whole or
   * after the last separator of an ARN, a path or a Windows domain; and where one of them alone is
   * an e-mail address, by the part before the @. Too many are shut out of a vote rather than too
   * few. Looked up by key: an alert may name thousands.
   */
  static Map<String, String> meant(Collection<Known> known, Collection<String> names) {
    Map<String, Set<String>> subjects = new HashMap<>();
    for (Known k : known) {
      keys(k.name(), "mail ", "plain ")
          .forEach(key -> subjects.computeIfAbsent(key, x -> new HashSet<>()).add(k.subject()));
    }
    Map<String, String> meant = new LinkedHashMap<>();
    for (String name : names) {
      keys(plain(name), "plain ", "mail ").stream()
          .flatMap(key -> subjects.getOrDefault(key, Set.of()).stream())
          .forEach(s -> meant.putIfAbsent(s, plain(name)));
    }
    return meant;
  }

  /** An e-mail address on one side is found by a plain name on the other, and the other way. */
  private static List<String> keys(String name, String ofMail, String ofPlain) {
    String last = name.replaceFirst("^.*[/:\\\\](?=.)", "");
    int at = last.indexOf('@', 1);
    return at < 0
        ? List.of("same " + last, ofPlain + last)
        : List.of("same " + last, ofMail + last.substring(0, at));
  }

  /** All accounts that share a name with this one, itself among them. */
  public Set<String> samePerson(String subject) {
    List<Known> all = known();
    Set<String> names =
        all.stream()
            .filter(k -> k.subject().equals(subject))
            .map(Known::name)
            .collect(Collectors.toSet());
    Set<String> same = new LinkedHashSet<>(List.of(subject));
    all.stream().filter(k -> names.contains(k.name())).forEach(k -> same.add(k.subject()));
    return same;
  }

  private record All(List<Known> known) {}

  /** Read once in a transaction: a list of approvals asks for each. */
  private List<Known> known() {
    return database.kept(All.class, All.class, () -> new All(read())).known();
  }

  private List<Known> read() {
    return database.read(
        h ->
            h.createQuery(
                    "select subject, lower(name) as name from account where kind <> 'SERVICE'"
                        + " union select subject, alias from account_alias")
                .map((r, c) -> new Known(r.getString("subject"), r.getString("name")))
                .list());
  }

  private static String plain(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
