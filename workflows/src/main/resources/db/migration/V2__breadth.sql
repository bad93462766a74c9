-- action: whether it only says what it would do, and when what it did ends by itself.
alter table action add column rehearsed boolean not null default false;
alter table action add column until timestamptz;

-- action: lists that a connector keeps with us because no vendor does, for example an External Dynamic List.
create table connector_entry (
  instance text not null,
  list     text not null,
  value    text not null,
  note     text not null,
  added_at timestamptz not null,
  primary key (instance, list, value)
);

-- worker: work that workers outside fetch. A row lives a day longer than its work, so that a repeat finds the answer.
create table worker_task (
  id           text primary key,
  topic        text not null,
  incident     text not null,
  variables    jsonb not null,
  repeatable   boolean not null,
  state        text not null check (state in ('OPEN', 'LOCKED', 'DONE', 'REFUSED', 'LATER', 'WITHDRAWN')),
  worker       text,
  locked_until timestamptz,
  answer       jsonb,
  reason       text,
  retry_after  bigint,
  created_at   timestamptz not null,
  ended_at     timestamptz
);
create index worker_task_open on worker_task (topic, created_at) where state in ('OPEN', 'LOCKED');
create index worker_task_ended on worker_task (ended_at) where ended_at is not null;
