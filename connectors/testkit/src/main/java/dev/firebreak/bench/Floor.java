package dev.firebreak.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/**
 * The floor: the least that a durable answer to CONTAIN4 has to do. Webhook, one committed row,
 * 202, three calls at once, ticket, second commit; rows without the second commit run again at
 * start. A process of its own: {@code Floor PORT DATABASE-URI VENDOR-PORT}.
 */
public final class Floor extends AbstractVerticle {
  private final int port;
  private final String database;
  private final int vendorPort;
  private final boolean recovers;
  private SqlClient db;
  private HttpClient http;

  @SuppressWarnings("NullAway.Init") // Vert.x calls start() before anything else
  private Floor(int port, String database, int vendorPort, boolean recovers) {
    this.port = port;
    this.database = database;
    this.vendorPort = vendorPort;
    this.recovers = recovers;
  }

  public static void main(String[] args) {
    int port = Integer.parseInt(args[0]);
    int vendorPort = Integer.parseInt(args[2]);
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    Duration patience = Duration.ofSeconds(30);
    Waiting.forResult(vertx.deployVerticle(new Floor(port, args[1], vendorPort, true)), patience);
    Waiting.forResult(
        vertx.deployVerticle(
            () -> new Floor(port, args[1], vendorPort, false),
            new DeploymentOptions().setInstances(2)),
        patience);
  }

  @Override
  public void start(Promise<Void> started) {
    db =
        PgBuilder.client()
            .with(new PoolOptions().setMaxSize(8))
            .connectingTo(PgConnectOptions.fromUri(database).setCachePreparedStatements(true))
            .using(vertx)
            .build();
    http =
        vertx.createHttpClient(
            new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(vendorPort),
            new io.vertx.core.http.PoolOptions().setHttp1MaxSize(64));
    (recovers ? recover() : listen()).onComplete(started);
  }

  private Future<Void> recover() {
    return db.query(
            "create table if not exists alert (uid text primary key, body text not null,"
                + " taken timestamptz not null default now(), ended timestamptz, outcome text)")
        .execute()
        .compose(x -> db.query("select body from alert where ended is null").execute())
        .onSuccess(rows -> rows.forEach(row -> contain(new JsonObject(row.getString(0)))))
        .mapEmpty();
  }

  private Future<Void> listen() {
    return vertx
        .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port))
        .requestHandler(request -> request.body().onSuccess(body -> take(request, body)))
        .listen()
        .mapEmpty();
  }

  private void take(HttpServerRequest request, Buffer body) {
    JsonObject alert = body.toJsonObject();
    db.preparedQuery("insert into alert (uid, body) values ($1, $2)")
        .execute(Tuple.of(alert.getString("uid"), body.toString()))
        .onSuccess(
            done -> {
              request.response().setStatusCode(202).end();
              contain(alert);
            })
        .onFailure(e -> request.response().setStatusCode(503).end());
  }

  private void contain(JsonObject alert) {
    String id = alert.getString("uid");
    Future<String> freeze = call("freeze", id, target(alert, 0));
    Future<String> isolate = call("isolate", id, target(alert, 1));
    Future<String> revoke = call("revoke", id, target(alert, 2));
    Future.all(freeze, isolate, revoke)
        .compose(
            all -> {
              JsonObject refs = new JsonObject();
              refs.put("freeze", freeze.result());
              refs.put("isolate", isolate.result());
              refs.put("revoke", revoke.result());
              return call("ticket", id, refs).map(ticket -> refs.put("ticket", ticket));
            })
        .compose(
            refs ->
                db.preparedQuery("update alert set ended = now(), outcome = $2 where uid = $1")
                    .execute(Tuple.of(id, refs.encode())))
        .onFailure(e -> vertx.setTimer(1_000, t -> contain(alert)));
  }

  private static JsonObject target(JsonObject alert, int index) {
    return alert.getJsonArray("targets").getJsonObject(index);
  }

  private Future<String> call(String action, String id, JsonObject body) {
    return http.request(HttpMethod.POST, "/v1/" + action + "/" + id)
        .compose(
            request -> request.putHeader("content-type", "application/json").send(body.toBuffer()))
        .compose(
            response ->
                response.statusCode() / 100 == 2
                    ? response.body()
                    : Future.failedFuture("status " + response.statusCode()))
        .map(answer -> answer.toJsonObject().getString("ref"));
  }
}
