package dev.firebreak.app.http;

import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import dev.firebreak.incident.Notes;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people write down about an incident. */
@Path("/api/v1/incidents/{id}/notes")
@RolesAllowed(Roles.READER)
@Blocking
public class NoteResource extends Api {
  private final Assembly assembly;
  private final Notes notes;

  @Inject
  NoteResource(Assembly assembly) {
    this.assembly = assembly;
    this.notes = new Notes(assembly.database, assembly.audit, Clock.systemUTC());
  }

  /** One note; {@code author} is the subject of an account. */
  public record NoteView(String id, String author, String text, Instant at) {
    static NoteView of(Notes.Note n) {
      return new NoteView(n.id().toString(), n.author(), n.text(), n.at());
    }
  }

  /** Oldest first. */
  @GET
  public Response list(@PathParam("id") String id) {
    return withId(
        id,
        "incident",
        i ->
            assembly
                .incidents
                .find(i)
                .map(x -> new Views.Items<>(notes.of(i).stream().map(NoteView::of).toList())));
  }

  public record NewNote(Optional<String> text) {}

  /** Adds one, in the caller's name and for good. */
  @POST
  @RolesAllowed({Roles.RESPONDER, Roles.APPROVER})
  public Response add(
      @PathParam("id") String id, @Nullable NewNote body, @Context SecurityContext security) {
    String text = given(body).text().orElse("").strip();
    if (text.isEmpty() || text.length() > Notes.LONGEST) {
      return Problem.of(
          400, "Bad request", "text must have 1 to " + Notes.LONGEST + " characters.");
    }
    return withId(id, "incident", i -> add(i, text, caller(security).subject()));
  }

  private Optional<Response> add(UUID incident, String text, String author) {
    return assembly
        .incidents
        .find(incident)
        .map(
            x ->
                Response.status(201)
                    .entity(NoteView.of(notes.add(incident, author, text)))
                    .build());
  }
}
