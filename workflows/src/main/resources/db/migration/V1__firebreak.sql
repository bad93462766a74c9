-- Firebreak's own tables. Each belongs to one package of workflows/; only that package writes it.

-- store
create table node (
  id           text primary key,
  started_at   timestamptz not null,
  heartbeat_at timestamptz not null
);

create table person (
  name         text primary key,
  token_sha256 text not null unique,
  created_at   timestamptz not null default now()
);

-- intake: what arrived, byte for byte. The unique constraint is what refuses a replay.
create table message (
  id          uuid primary key,
  source      text not null,
  message_id  text,
  received_at timestamptz not null,
  headers     jsonb not null,
  body        bytea not null,
  state       text not null check (state in ('ACCEPTED', 'KEPT_ASIDE', 'RESENT', 'HANDSHAKE')),
  reason      text,
  pointer     text,
  unique (source, message_id)
);
create index message_kept_aside on message (received_at) where state = 'KEPT_ASIDE';

create table alert (
  id          uuid primary key,
  message     uuid references message,
  source      text not null,
  kind        text not null,
  received_at timestamptz not null,
  critical    boolean not null,
  uid         text not null,
  severity    smallint not null,
  document    jsonb not null,
  state       text not null check (state in ('NEW', 'OPENED', 'JOINED', 'DUPLICATE', 'NOTED')),
  incident    uuid,
  submitted_by text not null
);
create index alert_new on alert (critical desc, received_at) where state = 'NEW';
create index alert_incident on alert (incident, received_at);

-- incident
create table incident (
  id              uuid primary key,
  title           text not null,
  severity        smallint not null,
  state           text not null check (state in ('OPEN', 'CLOSED')),
  playbook        text not null,
  priority        text not null,
  decision        jsonb not null,
  context         jsonb not null,
  requesters      jsonb not null,
  opened_at       timestamptz not null,
  first_alert_at  timestamptz not null,
  closed_at       timestamptz,
  alert_count     integer not null,
  duplicate_count integer not null
);
create index incident_opened on incident (opened_at desc);

-- correlation
create table correlation_key (
  key      text not null,
  incident uuid not null,
  until    timestamptz not null,
  primary key (key, incident)
);

-- response
create table run (
  id         text primary key,
  incident   uuid not null,
  playbook   text not null,
  version_id text not null,
  state      text not null check (state in ('RUNNING', 'STUCK', 'COMPLETED', 'CANCELLED')),
  problem    text,
  started_at timestamptz not null,
  ended_at   timestamptz
);
create index run_incident on run (incident);
create index run_stuck on run (started_at) where state = 'STUCK';

create table notice (
  key text primary key,
  at  timestamptz not null
);

-- action, approval, containment. A containment is an action that takes something away: its ledger columns are on its row.
create table action (
  id              text primary key,
  incident        uuid not null,
  run             text,
  step            text,
  node_id         text not null,
  loop            integer not null,
  playbook_version text not null,
  topic           text not null,
  effect          text not null,
  reversibility   text not null,
  target_type     text not null,
  target_id       text not null,
  input           jsonb not null,
  output          jsonb,
  requesters      jsonb not null,
  critical        boolean not null,
  state           text not null,
  attempts        integer not null,
  detail          text,
  error           text,
  owner           text not null,
  requested_at    timestamptz not null,
  deadline        timestamptz not null,
  applied_at      timestamptz,
  ended_at        timestamptz,
  lifts           text,
  containment     text,
  next_probe_at   timestamptz,
  probed_at       timestamptz,
  lifted_by       text,
  shares          text
);
create index action_open on action (owner) where state in ('REQUESTED', 'APPLIED', 'UNKNOWN');
create index action_incident on action (incident, requested_at);
create index action_run on action (run) where run is not null;
create index action_drift on action (next_probe_at) where next_probe_at is not null;

create table approval (
  id           uuid primary key,
  action       text not null references action,
  incident     uuid not null,
  needed       integer not null,
  group_name   text not null,
  state        text not null check (state in ('OPEN', 'APPROVED', 'DENIED', 'TIMED_OUT', 'WITHDRAWN')),
  rule         text not null,
  reason       text not null,
  binding      text not null,
  on_timeout   text not null,
  asked_at     timestamptz not null,
  expires_at   timestamptz not null,
  escalated    boolean not null,
  closed_at    timestamptz
);
create index approval_open on approval (expires_at) where state = 'OPEN';
create index approval_action on approval (action);

create table vote (
  approval uuid not null references approval,
  subject  text not null,
  vote     text not null check (vote in ('APPROVE', 'DENY')),
  comment  text not null,
  at       timestamptz not null,
  primary key (approval, subject)
);

-- audit: entries wait in audit_pending only between their own commit and the sealer's, milliseconds later.
create table audit_pending (
  id      bigserial primary key,
  entries text not null -- JSON array: all that one transaction recorded
);

create table audit (
  seq      bigint primary key,
  at       timestamptz not null,
  actor    text not null,
  kind     text not null,
  incident uuid,
  data     text not null,
  previous text not null,
  hash     text not null
);
create index audit_incident on audit (incident, seq) where incident is not null;

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit table is append-only';
end $$;
create trigger audit_no_change before update or delete on audit for each row execute function audit_is_append_only();
create trigger audit_no_truncate before truncate on audit for each statement execute function audit_is_append_only();
