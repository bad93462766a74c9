-- action: whether everything outgoing is stopped; one row, once somebody has stopped it for the first time.
create table stop_switch (
  id     integer primary key check (id = 1),
  on_by  text,
  on_at  timestamptz,
  reason text
);

-- What was contained within the last hour is counted for each containment.
create index action_contained on action (requested_at) where effect = 'CONTAIN';
