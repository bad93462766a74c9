-- playbook: where in the audit trail releases are told, so that nobody has to look for them there. What counts is the entry.
create table playbook_release_entry (
  seq      bigint primary key,
  playbook text not null
);
create index playbook_release_entry_playbook on playbook_release_entry (playbook, seq);
