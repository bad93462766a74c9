-- incident: what people write down about one. The audit trail has each note too; this is for reading.
create table note (
  id       uuid primary key,
  incident uuid not null references incident,
  author   text not null,
  text     text not null,
  at       timestamptz not null
);
create index note_incident on note (incident, at);

-- What people look for: by state and severity, newest first; by any word of what an incident is about; what was like it.
create index incident_state on incident (state, opened_at desc);
create index incident_severity on incident (severity, opened_at desc);
create index incident_words on incident using gin (to_tsvector('simple'::regconfig, regexp_replace(
  title || ' ' || playbook || ' ' || id::text || ' ' || coalesce(context->>'rule', '') || ' ' || coalesce(context->>'targets', ''),
  '[^[:alnum:]]+', ' ', 'g')));
create index incident_targets on incident using gin ((context->'targets') jsonb_path_ops);
create index incident_rule on incident ((context->>'rule'), opened_at desc);

create index run_started on run (started_at desc);
create index run_state on run (state, started_at desc);
create index run_playbook on run (playbook, started_at desc);
