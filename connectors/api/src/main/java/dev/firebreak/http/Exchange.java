package dev.firebreak.http;

import java.time.Instant;
import java.util.Optional;

/**
 * That something went over the wire, and what it can be recognised by; never what it was.
 *
 * @param at when it was sent
 * @param host where to; no path, which with some vendors holds a credential
 * @param requestBytes size of the request's body
 * @param requestSha256 of method, space, path with query, line feed and body; no headers.
 *     Lower-case hex, as the next one
 * @param status empty where no complete answer came
 * @param responseBytes size of the answer's body
 * @param responseSha256 of the answer's body; empty where no complete answer came
 * @param millis until the answer, or until none was waited for any more
 */
public record Exchange(
    Instant at,
    String method,
    String host,
    int requestBytes,
    String requestSha256,
    Optional<Integer> status,
    int responseBytes,
    Optional<String> responseSha256,
    long millis) {}
