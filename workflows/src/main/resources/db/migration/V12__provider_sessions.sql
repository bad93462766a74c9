-- access: browsers whose people an identity provider vouches for have the same kind of session as those of accounts here.
alter table session
  add column name         text,        -- what the provider calls him; none: an account here
  add column groups       jsonb,       -- of the provider, when he signed in
  add column signed_in_at timestamptz, -- when he last showed who he is; none: the provider does not say
  add column acr          text;        -- how, in the provider's words
update session set signed_in_at = created_at;
