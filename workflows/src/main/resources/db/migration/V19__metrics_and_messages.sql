-- intake: a person may have a stored message worked on once more; and why an alert was only noted.
alter table message add column replay_of uuid;
alter table message add column replayed_by text;
alter table alert add column note text;

-- What is counted or shown for a time window is found by its time, not by reading all that ever was.
create index message_received on message (received_at);
create index message_of_source on message (source, received_at);
create index alert_received on alert (received_at);
create index alert_message on alert (message) where message is not null;
create index action_requested on action (requested_at);
