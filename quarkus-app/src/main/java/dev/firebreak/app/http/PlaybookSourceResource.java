package dev.firebreak.app.http;

import dev.firebreak.action.ConnectorInstance;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import dev.firebreak.connector.ElementTemplates;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Where playbooks come from, and what those who draw elsewhere need. */
@Path("/api/v1")
@RolesAllowed(Roles.LOOKS_AFTER)
@Blocking
public class PlaybookSourceResource extends Api {
  private final Assembly assembly;

  @Inject
  PlaybookSourceResource(Assembly assembly) {
    this.assembly = assembly;
  }

  /**
   * Which place decides, when it was read last, what of it was refused, and where others differ.
   */
  @GET
  @Path("/playbook-source")
  public PlaybookViews.SourceView source() {
    return PlaybookViews.source(assembly.playbooks);
  }

  /** Looks at folder and branch now, as somebody's hook may ask after a push. */
  @POST
  @Path("/playbook-source/sync")
  @RolesAllowed({Roles.AUTHOR, Roles.RELEASER})
  public PlaybookViews.SourceView sync() {
    assembly.playbooks.look();
    return PlaybookViews.source(assembly.playbooks);
  }

  /**
   * Element templates of every connector, a file each, to unpack beside the playbooks: Camunda
   * Modeler reads {@code .camunda/element-templates/}.
   */
  @GET
  @Path("/element-templates")
  @Produces("application/zip")
  public Response elementTemplates() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
      for (ConnectorInstance c : assembly.connectors.all()) {
        zip.putNextEntry(new ZipEntry(".camunda/element-templates/" + c.name() + ".json"));
        zip.write(
            (ElementTemplates.of(c.name(), c.actions()).toPrettyString() + "\n")
                .getBytes(StandardCharsets.UTF_8));
      }
    }
    return Response.ok(bytes.toByteArray())
        .header("Content-Disposition", "attachment; filename=\"element-templates.zip\"")
        .build();
  }
}
