-- A newer version of a playbook that is played beside the live one, without effect.
create table shadow (
  playbook   text primary key,
  bpmn       bytea not null,
  sha256     text not null,
  started_by text not null,
  started_at timestamptz not null,
  stopped_at timestamptz,
  dropped    bigint not null default 0
);

-- One incident's comparison; the row is written first, empty, so that two nodes do not play it twice.
create table shadow_play (
  playbook    text not null references shadow on delete cascade,
  incident    uuid not null,
  run         text not null,
  at          timestamptz not null,
  state       text not null,
  reason      text,
  differences jsonb not null default '[]',
  primary key (playbook, incident)
);
create index shadow_play_at on shadow_play (playbook, at desc);
