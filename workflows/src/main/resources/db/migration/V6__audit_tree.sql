-- audit: the chain becomes a Merkle tree (docs/adr/0014). What was chained waits to be sealed again, under its old numbers.
create temporary table waiting on commit drop as select id, entries from audit_pending;
delete from audit_pending;
insert into audit_pending (entries)
  select json_agg(json_build_object('micros', (extract(epoch from at) * 1000000)::bigint, 'actor', actor, 'kind', kind,
                                    'incident', coalesce(incident::text, ''), 'data', data) order by seq)::text
    from audit group by (seq - 1) / 50 order by (seq - 1) / 50;
insert into audit_pending (entries) select entries from waiting order by id;
drop table audit;

create table audit (
  seq      bigint primary key,
  at       timestamptz not null,
  actor    text not null,
  kind     text not null,
  incident uuid,
  data     text not null, -- canonical JSON
  hash     text not null  -- the leaf's
);
create index audit_incident on audit (incident, seq) where incident is not null;

-- Hashes of complete subtrees of 256, 256 * 256 ... leaves: level 1, 2 ...; index 0 is the leftmost.
create table audit_node (
  level smallint not null,
  index bigint not null,
  hash  text not null,
  primary key (level, index)
);

create table audit_key (
  id       text primary key,
  pem      text not null,
  added_at timestamptz not null
);

-- Signed heads.
create table audit_head (
  size      bigint primary key,
  root      text not null,
  at        timestamptz not null,
  key       text not null,
  signature text not null
);

create or replace function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the table % is append-only', tg_table_name;
end $$;

do $$
declare
  name text;
begin
  foreach name in array array['audit', 'audit_node', 'audit_key', 'audit_head'] loop
    execute format('create trigger %I before update or delete on %I for each row execute function audit_is_append_only()', name || '_no_change', name);
    execute format('create trigger %I before truncate on %I for each statement execute function audit_is_append_only()', name || '_no_truncate', name);
    execute format('revoke update, delete, truncate on %I from current_user', name);
  end loop;
  revoke update, truncate on audit_pending from current_user;
  -- The built-in database gives these tables to a role that nobody can log in as; elsewhere see SECURITY.md.
  if to_regprocedure('firebreak_fence.audit()') is not null then
    perform firebreak_fence.audit();
  end if;
end $$;
