-- response: a run is found by the words of its incident, and by those of its own playbook, which may be another, or its id.
create index run_words on run using gin (to_tsvector('simple'::regconfig, regexp_replace(
  playbook || ' ' || id, '[^[:alnum:]]+', ' ', 'g')));
