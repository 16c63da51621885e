-- Numbers that were handed out for sign-in messages; taken out by the sign-in that uses one, so that none serves twice.
CREATE TABLE sign_in_nonce (
  nonce      TEXT   PRIMARY KEY,
  expires_at BIGINT NOT NULL
);

CREATE INDEX sign_in_nonce_by_expiry ON sign_in_nonce (expires_at);

-- Who is signed in. Of a token only the SHA-256 is kept: it is 256 random bits, so that no slow hash is needed.
CREATE TABLE session (
  token_hash TEXT   PRIMARY KEY,
  wallet     TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE INDEX session_of_wallet ON session (wallet, created_at);
CREATE INDEX session_by_expiry ON session (expires_at);

CREATE TABLE organisation (
  id         TEXT   PRIMARY KEY,
  name       TEXT   NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE membership (
  organisation TEXT   NOT NULL REFERENCES organisation (id),
  wallet       TEXT   NOT NULL,
  role         TEXT   NOT NULL,
  since        BIGINT NOT NULL,
  PRIMARY KEY (organisation, wallet)
);

CREATE INDEX membership_of_wallet ON membership (wallet);

CREATE TABLE invitation (
  organisation TEXT   NOT NULL REFERENCES organisation (id),
  wallet       TEXT   NOT NULL,
  role         TEXT   NOT NULL,
  invited_by   TEXT   NOT NULL,
  created_at   BIGINT NOT NULL,
  expires_at   BIGINT NOT NULL,
  PRIMARY KEY (organisation, wallet)
);

CREATE INDEX invitation_of_wallet ON invitation (wallet);

-- Keys of programs. What a key may do is what its scopes say and its maker's role still allows.
CREATE TABLE api_key (
  id           TEXT   PRIMARY KEY, -- the part of the secret that everybody may see
  organisation TEXT   NOT NULL REFERENCES organisation (id),
  name         TEXT   NOT NULL,
  token_hash   TEXT   NOT NULL,    -- SHA-256 of the whole secret, which holds 256 random bits
  scopes       TEXT   NOT NULL,    -- separated by spaces
  made_by      TEXT   NOT NULL,    -- wallet
  created_at   BIGINT NOT NULL,
  expires_at   BIGINT NOT NULL,
  revoked_at   BIGINT,
  last_used    BIGINT
);

CREATE INDEX api_key_of_organisation ON api_key (organisation, created_at);

-- Who did, or tried, what and when. Rows are added and never changed.
CREATE TABLE audit (
  id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  organisation TEXT   NOT NULL,
  at           BIGINT NOT NULL,
  actor        TEXT   NOT NULL, -- a wallet, or the id of a key
  operation    TEXT   NOT NULL,
  subject      TEXT   NOT NULL, -- what it was done to; empty for the organisation itself
  result       TEXT   NOT NULL, -- 'done', or the name of the problem
  request      TEXT   NOT NULL, -- the request's id in the logs
  address      TEXT   NOT NULL  -- where the request came from
);

CREATE INDEX audit_of_organisation ON audit (organisation, id);

CREATE FUNCTION audit_is_append_only() RETURNS trigger AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is only added to';
END
$$ LANGUAGE plpgsql;

CREATE TRIGGER audit_unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
