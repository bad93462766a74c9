-- action: whether people are asked about an action. Such a one goes out only with an approval that holds, looked up right before.
alter table action add column asked boolean not null default false;
update action set asked = true where id in (select action from approval);

-- action: whom an approval takes (group_name is the policy's cell, quorum what it means), how it is escalated, and what people are shown.
alter table approval add column quorum text;
alter table approval add column severity smallint not null default 0;
alter table approval add column escalate_to text not null default '';
alter table approval add column escalate_wait text; -- ISO 8601 duration; none: as long as before
alter table approval add column fresh_sign_in text; -- ISO 8601 duration; a vote needs a sign-in that is not older
alter table approval add column preview jsonb;      -- what a rehearsal said it would hit
update approval set quorum = needed || ' of ' || coalesce(nullif(group_name, ''), 'approvers');
alter table approval alter column quorum set not null;
alter table approval drop constraint approval_state_check;
alter table approval add constraint approval_state_check
  check (state in ('OPEN', 'APPROVED', 'DENIED', 'TIMED_OUT', 'WITHDRAWN', 'VOID'));

-- A vote, with the strength of the sign-in behind it and what the voter was shown: evidence, so it is kept as it was.
alter table vote add column groups jsonb not null default '["approvers"]'; -- for which the voter counted
update vote v set groups = jsonb_build_array(a.group_name) from approval a where a.id = v.approval and a.group_name <> '';
alter table vote add column means text not null default 'token';
alter table vote add column signed_in_at timestamptz;
alter table vote add column seen text;         -- canonical JSON (sorted names) of the question
alter table vote add column seen_sha256 text;  -- of its UTF-8 bytes, lower-case hex
alter table vote add column seen_named boolean not null default false; -- whether the voter sent that hash with the vote
alter table vote add column signature text;    -- of an emergency key, where the vote is one's

-- action: which waiting approval was announced where; the second round is the escalation's.
create table approval_announcement (
  approval uuid not null references approval,
  channel  text not null,
  round    integer not null,
  action   text,
  at       timestamptz not null,
  primary key (approval, channel, round)
);

-- action: who released a version of a playbook; none where it came from the folder.
create table playbook_releaser (
  version_id  text not null, -- as in action.playbook_version
  subject     text not null,
  released_at timestamptz not null,
  primary key (version_id, subject)
);

-- access: by which names other systems know the person of an account; lower case.
create table account_alias (
  subject text not null references account,
  alias   text not null,
  origin  text not null check (origin in ('SET', 'PROVIDER')),
  primary key (subject, alias)
);
