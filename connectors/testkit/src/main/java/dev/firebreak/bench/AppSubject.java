package dev.firebreak.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** The shipped application as {@link AppHome} sets it up. */
final class AppSubject implements Subject {
  private final AppProcess app;

  AppSubject(AppProcess app) {
    this.app = app;
  }

  /** With a fresh home in the folder. */
  static AppSubject in(Path root, Path folder, VendorStub vendor, byte[] key) {
    return new AppSubject(AppHome.prepare(root, folder.resolve("home"), vendor.url(), key));
  }

  @Override
  public String name() {
    return "firebreak";
  }

  @Override
  public URI webhook() {
    return AppHome.webhook(app);
  }

  @Override
  public void start() {
    app.start();
  }

  @Override
  public void checkAlive() {
    app.checkAlive();
  }

  @Override
  public void stop() {
    app.stopAll();
  }

  @Override
  public Set<Long> appPids() {
    Set<Long> pids = new TreeSet<>(Proc.tree(app.pid()));
    pids.removeAll(databasePids());
    return pids;
  }

  @Override
  public Set<Long> databasePids() {
    return app.postgres().map(Postgres::pids).orElse(Set.of());
  }

  @Override
  public DatabaseAddress database() {
    return app.database();
  }

  @Override
  public void close() {
    app.stopAll();
  }
}
