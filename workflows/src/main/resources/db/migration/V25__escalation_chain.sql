-- action: whom an approval calls one after the other, as the policy's cell says it, and how far it has come.
alter table approval add column escalation text not null default '';
alter table approval add column level integer not null default 0;
update approval set
  level = case when escalated then 1 else 0 end,
  escalation = case when on_timeout <> 'ESCALATE' then ''
    else case when escalate_to = '' then 'again' else 'to ' || escalate_to end || coalesce(' for ' || escalate_wait, '') end;
alter table approval drop column escalated, drop column escalate_to, drop column escalate_wait;
