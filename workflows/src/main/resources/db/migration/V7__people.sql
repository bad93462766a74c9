-- access: who is known. The subject is what audit, votes and requesters hold; it never changes and is never used again.
create table account (
  subject        text primary key,
  kind           text not null check (kind in ('PERSON', 'SERVICE', 'FEDERATED')),
  name           text not null unique,
  password       text,        -- Argon2id; none: signs in by token or provider only
  password_until timestamptz, -- set for a one-time password, which has to be changed first
  disabled       boolean not null default false,
  created_at     timestamptz not null
);

-- A role covers what its scope says: '*', 'connector:okta', 'target:wallet:hot-1', 'group:custody'. No row, no right.
create table role_grant (
  subject    text not null references account,
  role       text not null,
  scope      text not null,
  granted_by text not null,
  granted_at timestamptz not null,
  primary key (subject, role, scope)
);

create table access_token (
  id           text primary key,
  hash         text not null unique, -- SHA-256 of 256 random bits
  subject      text not null references account,
  label        text not null,
  roles        text not null, -- '*' for all that the account has, else names with commas between
  created_by   text not null,
  created_at   timestamptz not null,
  expires_at   timestamptz not null,
  last_used_at timestamptz,
  revoked_at   timestamptz
);
create index access_token_subject on access_token (subject);

create table session (
  hash       text primary key,
  subject    text not null references account,
  csrf       text not null,
  address    text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  seen_at    timestamptz not null
);
create index session_subject on session (subject);

-- Tries to sign in, by account name and by address, so that guessing is slowed down on all nodes together.
create table sign_in_try (
  key     text primary key,
  tries   integer not null,
  last_at timestamptz not null,
  until   timestamptz not null
);

create table broken_glass (
  subject   text primary key references account,
  reason    text not null,
  opened_at timestamptz not null,
  until     timestamptz not null
);

-- Who had a token could do everything; all keep acting and voting, the first one looks after the others and votes no more.
insert into account (subject, kind, name, created_at) select 'person:' || name, 'PERSON', name, created_at from person;
insert into access_token (id, hash, subject, label, roles, created_by, created_at, expires_at)
  select substr(md5(token_sha256), 1, 12), token_sha256, 'person:' || name, 'from before there were roles', '*', 'system',
    created_at, now() + interval '90 days' from person;
insert into role_grant (subject, role, scope, granted_by, granted_at)
  select 'person:' || name, role, '*', 'system', now()
  from (select name, row_number() over (order by created_at, name) as nth from person) p,
    unnest(case when nth = 1 then array['responder', 'connector-admin', 'people-admin'] else array['responder', 'approver'] end) role;
drop table person;
