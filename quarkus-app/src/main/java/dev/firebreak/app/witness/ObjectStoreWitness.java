package dev.firebreak.app.witness;

import dev.firebreak.audit.Head;
import dev.firebreak.audit.Witness;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.http.AwsKey;
import dev.firebreak.http.AwsSignature;
import dev.firebreak.http.Endpoint;
import dev.firebreak.http.Request;
import dev.firebreak.http.Response;
import dev.firebreak.http.VendorHttp;
import dev.firebreak.http.XmlPart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A bucket whose objects nobody can delete or overwrite before their time is over, its owner
 * included (Object Lock in mode COMPLIANCE). An object holds some heads, a line each; names fall,
 * so that the first in the store's order is the newest.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html">Object
 *     Lock</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html">PutObject</a>
 */
final class ObjectStoreWitness implements Witness {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int LONGEST = 1024 * 1024;

  private final ObjectStoreSettings settings;
  private final VendorHttp http;
  private final AwsSignature signature;
  private final Clock clock;

  ObjectStoreWitness(ObjectStoreSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.http =
        VendorHttp.open(
            new Endpoint(
                settings.url(), Set.of(), TIMEOUT, LONGEST, CaFile.read(settings.caFile())),
            settings.privateHosts());
    this.signature =
        new AwsSignature(
            new AwsKey(settings.accessKeyId(), settings.secretAccessKey(), settings.sessionToken()),
            settings.region(),
            "s3",
            clock);
  }

  @Override
  public String name() {
    return "object store " + settings.url();
  }

  @Override
  public Optional<Head> newest() throws IOException {
    String query =
        "/?list-type=2&max-keys=1" + Request.path("&prefix={}", settings.prefix() + "heads");
    Optional<String> key = xml(send(Request.get(query)), "Contents/Key");
    if (key.isEmpty()) {
      return Optional.empty();
    }
    Response object = send(Request.get("/" + requireOurs(key.get())));
    return Optional.of(
        object
            .text()
            .lines()
            .reduce((a, b) -> b)
            .flatMap(Head::read)
            .orElseThrow(
                () ->
                    new IOException(
                        key.get() + " holds no signed head; is it an object of ours?")));
  }

  private String requireOurs(String key) throws IOException {
    if (!key.startsWith(settings.prefix()) || !key.matches("[A-Za-z0-9._/-]+")) {
      throw new IOException("the store lists an object that was not asked for");
    }
    return key;
  }

  @Override
  public void keep(List<Head> heads) throws IOException {
    if (heads.isEmpty()) {
      requireLock();
      return;
    }
    long size = heads.get(heads.size() - 1).size();
    String lines = heads.stream().map(h -> h.line() + "\n").collect(Collectors.joining());
    byte[] body = lines.getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/x-ndjson");
    headers.put("Content-MD5", md5(body)); // Without it a store takes no lock.
    headers.put("x-amz-object-lock-mode", "COMPLIANCE");
    headers.put(
        "x-amz-object-lock-retain-until-date",
        clock.instant().plus(settings.retention()).truncatedTo(ChronoUnit.SECONDS).toString());
    send(new Request("PUT", "/" + key(size), headers, Optional.of(body)));
  }

  private String key(long size) {
    return settings.prefix() + "heads/%019d-%d.jsonl".formatted(Long.MAX_VALUE - size, size);
  }

  private void requireLock() throws IOException {
    Response answer = send(Request.get("/?object-lock"));
    if (!xml(answer, "ObjectLockEnabled").equals(Optional.of("Enabled"))) {
      throw new IOException(
          "the bucket has no Object Lock, so a head in it could be deleted; make one that has");
    }
  }

  private Response send(Request request) throws IOException {
    try {
      Response answer = http.send(signature.sign(request, http.endpoint()));
      if (!answer.ok()) {
        throw new IOException(
            request.method()
                + " answered HTTP "
                + answer.status()
                + xml(answer, "Code").map(c -> " (" + VendorHttp.oneLine(c) + ")").orElse(""));
      }
      return answer;
    } catch (ActionFailure e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static Optional<String> xml(Response answer, String path) {
    try {
      return XmlPart.of(answer.xml()).text(path);
    } catch (ActionFailure notXml) {
      return Optional.empty();
    }
  }

  private static String md5(byte[] body) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
