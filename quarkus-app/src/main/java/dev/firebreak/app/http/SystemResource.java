package dev.firebreak.app.http;

import dev.firebreak.action.Checkup;
import dev.firebreak.action.ConnectorInstance;
import dev.firebreak.app.Assembly;
import dev.firebreak.app.security.Roles;
import dev.firebreak.connector.Action;
import dev.firebreak.connector.ElementTemplates;
import dev.firebreak.connector.Field;
import dev.firebreak.connector.Readiness;
import dev.firebreak.intake.Inbox;
import dev.firebreak.intake.Outcome;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is configured: connectors, sources; messages kept aside. */
@Path("/api/v1")
@RolesAllowed(Roles.LOOKS_AFTER)
@Blocking
public class SystemResource extends Api {
  private final Assembly assembly;

  @Inject
  SystemResource(Assembly assembly) {
    this.assembly = assembly;
  }

  public record InputInfo(String name, String type, boolean required, String description) {
    static InputInfo of(Field f) {
      return new InputInfo(f.name(), f.type(), f.required(), f.description());
    }
  }

  public record ActionInfo(
      String topic,
      String description,
      String effect,
      String reversibility,
      String deadline,
      List<InputInfo> inputs) {
    static ActionInfo of(ConnectorInstance c, Action<?, ?> a) {
      return new ActionInfo(
          c.name() + "." + a.name(),
          a.description(),
          Views.lower(a.effect().name()),
          Views.lower(a.reversibility().name()),
          a.deadline().toString(),
          a.fields().stream().map(InputInfo::of).toList());
    }
  }

  /**
   * What was found when the connector was asked whether it could act.
   *
   * @param clockSkew how far its clock is ahead of ours, as ISO 8601 duration
   */
  public record CheckupInfo(
      String name,
      Instant at,
      String state,
      Optional<String> problem,
      Optional<String> account,
      List<Readiness.Grant> grants,
      Optional<String> clockSkew,
      Optional<Long> rateLimitRemaining,
      Optional<Long> rateLimit,
      Optional<Instant> lastSuccess) {
    static CheckupInfo of(Checkup c) {
      return new CheckupInfo(
          c.instance(),
          c.at(),
          Views.lower(c.state().name()),
          c.problem(),
          c.readiness().map(Readiness::account),
          c.readiness().map(Readiness::grants).orElse(List.of()),
          c.vitals().skew().map(Duration::toString),
          c.vitals().rateLimitRemaining(),
          c.vitals().rateLimit(),
          c.vitals().lastSuccess());
    }
  }

  public record ConnectorInfo(
      String name,
      String kind,
      int queued,
      Optional<CheckupInfo> checkup,
      List<ActionInfo> actions) {}

  @GET
  @Path("/connectors")
  public Views.Items<ConnectorInfo> connectors() {
    return new Views.Items<>(
        assembly.connectors.all().stream()
            .map(
                c ->
                    new ConnectorInfo(
                        c.name(),
                        c.kind(),
                        c.queued(),
                        assembly.checkups.last(c.name()).map(CheckupInfo::of),
                        c.actions().stream().map(a -> ActionInfo.of(c, a)).toList()))
            .toList());
  }

  /** Asks every connector now whether it could act; takes as long as the slowest, at most 45 s. */
  @POST
  @Path("/connectors/checkup")
  @RolesAllowed({Roles.CONNECTOR_ADMIN, Roles.RESPONDER})
  public Views.Items<CheckupInfo> checkup() {
    return new Views.Items<>(assembly.checkups.all().stream().map(CheckupInfo::of).toList());
  }

  /** The same for one. */
  @POST
  @Path("/connectors/{name}/checkup")
  @RolesAllowed({Roles.CONNECTOR_ADMIN, Roles.RESPONDER})
  public Response checkup(@PathParam("name") String name) {
    return assembly
        .checkups
        .one(name)
        .map(c -> Response.ok(CheckupInfo.of(c)).build())
        .orElseGet(() -> Problem.notFound("There is no connector '" + shown(name) + "'."));
  }

  /** Element templates of one connector's actions, for Camunda Modeler. */
  @GET
  @Path("/connectors/{name}/element-templates")
  public Response elementTemplates(@PathParam("name") String name) {
    return assembly
        .connectors
        .instance(name)
        .map(c -> Response.ok(ElementTemplates.of(c.name(), c.actions())).build())
        .orElseGet(() -> Problem.notFound("There is no connector '" + shown(name) + "'."));
  }

  /**
   * @param problem why its messages cannot be checked now and are turned away
   */
  public record SourceInfo(
      String id, String kind, boolean critical, String url, Optional<String> problem) {}

  @GET
  @Path("/sources")
  public Views.Items<SourceInfo> sources() {
    Map<String, String> problems = assembly.sources.problems();
    return new Views.Items<>(
        assembly.sources.all().stream()
            .map(
                s ->
                    new SourceInfo(
                        s.id(),
                        s.kind(),
                        s.critical(),
                        "/hooks/" + s.id(),
                        Optional.ofNullable(problems.get(s.id()))))
            .toList());
  }

  /** A message that was authentic and could not be used; its bytes in Base64. */
  public record Aside(
      String id, String source, Instant receivedAt, String reason, String pointer, String body) {
    static Aside of(Inbox.Message m) {
      return new Aside(
          m.id().toString(),
          m.source(),
          m.receivedAt(),
          m.reason().orElse(""),
          m.pointer().orElse(""),
          Base64.getEncoder().encodeToString(m.raw().body()));
    }
  }

  @GET
  @Path("/kept-aside")
  @RolesAllowed({Roles.RESPONDER, Roles.AUDITOR})
  public Views.Items<Aside> keptAside(@QueryParam("limit") @DefaultValue("50") int limit) {
    return new Views.Items<>(
        assembly.inbox.keptAside(bounded(limit)).stream().map(Aside::of).toList());
  }

  /** Tries a kept-aside message again. */
  @POST
  @Path("/kept-aside/{id}/resend")
  @RolesAllowed(Roles.RESPONDER)
  public Response resend(@PathParam("id") String id, @Context SecurityContext security) {
    return withId(
        id,
        "kept-aside message",
        i -> assembly.intake.resend(i, responder(security)).map(SystemResource::answer));
  }

  private static Response answer(Outcome outcome) {
    if (outcome instanceof Outcome.Accepted a) {
      return Response.accepted(
              Map.of(
                  "accepted", a.alerts().stream().map(x -> Map.of("alert", x.toString())).toList()))
          .build();
    } else if (outcome instanceof Outcome.KeptAside k) {
      return Problem.builder(
              422, "Unusable alert", k.reason() + " It stays aside.", Optional.of(k.pointer()))
          .build();
    }
    return Response.ok(Map.of("status", "done")).build();
  }
}
