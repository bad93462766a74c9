package dev.firebreak.app.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Gives the audit tables to a role that nobody can log in as, so that the application's own role
 * can add to them and read them and nothing else. A migration makes those tables as the
 * application's role; it then calls the function that is made here, which runs as the superuser and
 * can only take rights away.
 */
final class AuditFence {
  private static final String OWNER = "firebreak_audit";

  private AuditFence() {}

  static void raise(String url, String superuser, String application) throws SQLException {
    try (Connection c = DriverManager.getConnection(url, "postgres", superuser);
        Statement s = c.createStatement()) {
      if (!s.executeQuery("select 1 from pg_roles where rolname = '" + OWNER + "'").next()) {
        s.execute("create role " + OWNER + " nologin");
      }
      // Who owns the schema may drop what is in it.
      s.execute("alter schema public owner to postgres");
      s.execute("grant usage, create on schema public to " + application);
      s.execute("create schema if not exists firebreak_fence");
      s.execute("alter schema firebreak_fence owner to postgres");
      s.execute(function(application));
      s.execute("alter function firebreak_fence.audit() owner to postgres");
      s.execute("revoke all on function firebreak_fence.audit() from public");
      s.execute("grant usage on schema firebreak_fence to " + application);
      s.execute("grant execute on function firebreak_fence.audit() to " + application);
    }
  }

  private static String function(String application) {
    return """
        create or replace function firebreak_fence.audit() returns void
            language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
        declare
          name text;
        begin
          foreach name in array array['audit', 'audit_node', 'audit_key', 'audit_head'] loop
            execute format('alter table public.%%I owner to %1$s', name);
            execute format('revoke all on public.%%I from public, %2$s', name);
            execute format('grant select, insert on public.%%I to %2$s', name);
          end loop;
          alter table public.audit_pending owner to %1$s;
          revoke all on public.audit_pending from public, %2$s;
          grant select, insert, delete on public.audit_pending to %2$s;
          revoke all on sequence public.audit_pending_id_seq from public, %2$s;
          grant usage on sequence public.audit_pending_id_seq to %2$s;
          alter function public.audit_is_append_only() owner to %1$s;
        end $$"""
        .formatted(OWNER, application);
  }
}
