package dev.firebreak.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import dev.firebreak.audit.Head;
import dev.firebreak.audit.Verification;
import dev.firebreak.audit.Witnesses;
import dev.firebreak.connector.Json;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.Optional;

/**
 * The audit trail as a whole: its check, its signed heads, its proofs, and all of it to take away.
 */
@Path("/api/v1/audit")
@RolesAllowed(Roles.READER)
@Blocking
public class AuditResource extends Api {
  private final Assembly assembly;

  @Inject
  AuditResource(Assembly assembly) {
    this.assembly = assembly;
  }

  /** Recomputes everything; takes some seconds for a million entries. */
  @GET
  @Path("/verification")
  public Verification verification() {
    return assembly.trail.verify();
  }

  /**
   * The newest signed head.
   *
   * @param head as it was signed; see docs/adr/0014
   * @param publicKey X.509 in PEM, of the key of this node
   * @param witnesses where heads are kept outside; empty where nothing is configured
   * @param problem why no head is signed any more
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record HeadInfo(
      Optional<JsonNode> head,
      String publicKey,
      List<Witnesses.Status> witnesses,
      Optional<String> problem) {}

  @GET
  @Path("/head")
  public HeadInfo head() {
    return info(assembly.heads.newest());
  }

  /** Seals what waits and signs a head over it now; the newest head where nothing was added. */
  @POST
  @Path("/head")
  public HeadInfo vouch() {
    return info(assembly.sealer.vouch());
  }

  private HeadInfo info(Optional<Head> head) {
    return new HeadInfo(
        head.map(AuditResource::shown),
        assembly.heads.key().pem(),
        assembly.witnesses.status(),
        assembly.guard.problem());
  }

  private static JsonNode shown(Head head) {
    try {
      return Json.parse(head.line());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a head is JSON", e);
    }
  }

  /** The public key of this node, X.509 in PEM. */
  @GET
  @Path("/key")
  @Produces(MediaType.TEXT_PLAIN)
  public String key() {
    return assembly.heads.key().pem();
  }

  /** Everything, a line each: a header, the entries, the signed heads. */
  @GET
  @Path("/export")
  @Produces("application/x-ndjson")
  public Response export() {
    AuditExport export = AuditExport.of(assembly.trail, assembly.heads);
    return Response.ok((StreamingOutput) export::write)
        .header("Content-Disposition", "attachment; filename=\"firebreak-audit.jsonl\"")
        .build();
  }

  /**
   * What shows that an entry is in the trail: RFC 9162, section 2.1.3.
   *
   * @param entry canonical JSON, as it was hashed
   * @param path hashes in hex, from the leaf's sister upwards
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Inclusion(
      String type, String entry, long seq, long size, List<String> path, Optional<JsonNode> head) {}

  /**
   * What shows that a smaller tree is the beginning of a larger one: RFC 9162, section 2.1.4.
   *
   * @param path hashes in hex
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Consistency(
      String type,
      long from,
      String fromRoot,
      long to,
      String toRoot,
      List<String> path,
      Optional<JsonNode> fromHead,
      Optional<JsonNode> toHead) {}

  /**
   * A proof of inclusion ({@code seq}, and {@code size} or the first signed head that covers it),
   * or one of consistency ({@code from} and {@code to}).
   */
  @GET
  @Path("/proof")
  public Response proof(
      @QueryParam("seq") Optional<Long> seq,
      @QueryParam("size") Optional<Long> size,
      @QueryParam("from") Optional<Long> from,
      @QueryParam("to") Optional<Long> to) {
    if (seq.isPresent() && from.isEmpty() && to.isEmpty()) {
      return inclusion(seq.get(), size);
    }
    if (from.isPresent() && to.isPresent() && seq.isEmpty() && size.isEmpty()) {
      return consistency(from.get(), to.get());
    }
    return Problem.of(400, "Bad request", "Say seq (and size), or from and to.");
  }

  private Response inclusion(long seq, Optional<Long> size) {
    long last = assembly.trail.last();
    if (seq < 1 || seq > last) {
      return Problem.notFound("There is no entry " + seq + "; the newest is " + last + ".");
    }
    Optional<Long> in = size.or(() -> assembly.heads.covering(seq).map(Head::size));
    if (in.isEmpty()) {
      return Problem.of(
          409,
          "Not signed yet",
          "No signed head covers entry " + seq + " yet; POST /api/v1/audit/head signs one.");
    }
    if (in.get() < seq || in.get() > last) {
      return Problem.of(400, "Bad request", "size must be from " + seq + " to " + last + ".");
    }
    return Response.ok(
            new Inclusion(
                "firebreak.audit.inclusion.v1",
                assembly.trail.find(seq).orElseThrow().line(),
                seq,
                in.get(),
                assembly.trail.inclusion(seq, in.get()),
                assembly.heads.of(in.get()).map(AuditResource::shown)))
        .build();
  }

  private Response consistency(long from, long to) {
    long last = assembly.trail.last();
    if (from < 1 || from > to || to > last) {
      return Problem.of(
          400, "Bad request", "from and to must be sizes, 1 <= from <= to <= " + last + ".");
    }
    return Response.ok(
            new Consistency(
                "firebreak.audit.consistency.v1",
                from,
                assembly.trail.root(from),
                to,
                assembly.trail.root(to),
                assembly.trail.consistency(from, to),
                assembly.heads.of(from).map(AuditResource::shown),
                assembly.heads.of(to).map(AuditResource::shown)))
        .build();
  }
}
