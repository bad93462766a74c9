-- playbook: every version there ever was of a playbook or a table. Nothing of a version changes, and none goes away.
create table playbook_version (
  playbook     text not null,
  version      integer not null check (version > 0), -- 1, 2, 3 ... within a playbook
  kind         text not null check (kind in ('BPMN', 'DMN')),
  sha256       text not null, -- of content, lower-case hex
  content      bytea not null,
  author       text not null, -- a subject, 'folder', or 'git:' and who wrote the commit
  contributors jsonb not null, -- subjects whose changes are in it that nobody else has released yet
  created_at   timestamptz not null,
  comment      text not null,
  origin       text not null check (origin in ('FOLDER', 'CONSOLE', 'MODELER', 'GIT')),
  commit_id    text,
  based_on     integer,
  primary key (playbook, version)
);

-- What became of a version that somebody handed in.
create table playbook_review (
  playbook     text not null,
  version      integer not null,
  state        text not null check (state in ('SUBMITTED', 'RELEASED', 'REJECTED', 'WITHDRAWN')),
  submitted_by text not null,
  submitted_at timestamptz not null,
  decided_by   text,
  decided_at   timestamptz,
  decision     text,
  primary key (playbook, version),
  foreign key (playbook, version) references playbook_version
);

-- The newest row of a playbook says which version is in force.
create table playbook_release (
  id             bigint generated always as identity primary key,
  playbook       text not null,
  version        integer not null,
  how            text not null check (how in ('RELEASE', 'ROLLBACK', 'FOLDER', 'GIT')),
  released_by    text not null,
  released_at    timestamptz not null,
  comment        text not null,
  replaced       integer, -- the version that was in force before
  foreign key (playbook, version) references playbook_version
);
create index playbook_release_newest on playbook_release (playbook, id desc);

-- Which version the engine knows by which definition id; one version may have several.
create table playbook_deployment (
  engine_version text primary key,
  playbook       text not null,
  version        integer not null,
  foreign key (playbook, version) references playbook_version
);
create index playbook_deployment_version on playbook_deployment (playbook, version);

create function playbook_history_stays() returns trigger language plpgsql as $$
begin
  raise exception 'versions and releases of playbooks are kept as they were';
end $$;

create trigger playbook_version_stays before update or delete on playbook_version
  for each row execute function playbook_history_stays();
create trigger playbook_release_stays before update or delete on playbook_release
  for each row execute function playbook_history_stays();

-- What somebody is drawing; one draft a person and playbook.
create table playbook_draft (
  playbook text not null,
  author   text not null,
  content  bytea not null,
  based_on integer,
  comment  text not null,
  revision bigint not null, -- changes with every save: the ETag
  saved_at timestamptz not null,
  tab      text not null, -- which of his windows saved it, as that window calls itself
  primary key (playbook, author)
);
create sequence playbook_draft_revision;
