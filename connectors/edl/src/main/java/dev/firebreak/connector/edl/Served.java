package dev.firebreak.connector.edl;

import dev.firebreak.connector.Publication;
import java.util.Optional;

/**
 * The lists {@code ip}, {@code domain} and {@code url} as text. Fetching changes none of them; that
 * an edition was fetched is kept, because only then can firewalls enforce it.
 */
record Served(Lists lists, Subscribers subscribers) implements Publication {
  @Override
  public Answer get(String name, Optional<String> authorization) {
    if (!subscribers.include(authorization)) {
      return new Answer.Unauthorized();
    }
    return Feed.of(name).<Answer>map(this::page).orElseGet(Answer.Unknown::new);
  }

  private Answer.Page page(Feed feed) {
    Lists.Edition edition = lists.edition(feed);
    lists.fetched(feed, edition);
    return new Answer.Page("text/plain; charset=utf-8", edition.etag(), edition.body());
  }
}
