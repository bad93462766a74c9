-- action: each stop, the one in force and those that are over, and which was told to people.
create table stop (
  id         uuid primary key,
  alert      uuid,              -- raised for it; none for one of before
  on_by      text not null,
  on_at      timestamptz not null,
  reason     text not null,
  off_by     text,
  off_at     timestamptz,
  off_reason text,
  told       boolean not null default false,
  end_told   boolean not null default false
);
create unique index stop_in_force on stop ((true)) where off_at is null;
insert into stop (id, on_by, on_at, reason, told, end_told)
  select gen_random_uuid(), on_by, on_at, reason, true, true from stop_switch where on_by is not null;
drop table stop_switch;
