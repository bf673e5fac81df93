-- What Prisma's schema language cannot say. Its diff does not see these objects, so they are no drift.

-- History is never changed -------------------------------------------------------------------------------

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;

-- Per row, because per-statement triggers would also fire for cascades that reach no row.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON attempt FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON decision FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON operation_revision FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON policy_revision FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON event EXECUTE FUNCTION refuse_change();

-- The triggers bind everybody; this also binds the owner, whose role the product runs as.
REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM CURRENT_USER;

-- The audit chain ----------------------------------------------------------------------------------------

-- Every row's hash covers its content and the hash before it, so that whoever changes, removes or inserts a
-- row would have to rewrite all later ones. `audit_head` is the end of the chain: a log whose tail was cut
-- no longer reaches it.

INSERT INTO audit_head (one, last_id, hash) VALUES (true, 0, '');
ALTER TABLE audit_head ADD CONSTRAINT audit_head_one_row CHECK (one);

-- Session settings must not change the text: the instant goes in as seconds, JSON in its canonical form.
CREATE FUNCTION audit_hash(entry audit) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array(
    entry.prev_hash, entry.id, extract(epoch FROM entry.at), entry.actor_kind, entry.actor_id, entry.actor,
    entry.action, entry.object_type, entry.object, entry.data, entry.ip, entry.user_agent
  )::text, 'UTF8')), 'hex')
$$;

CREATE FUNCTION chain_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  head audit_head;
BEGIN
  -- Held until commit: links are made one after another, ids have no gap, and a rollback leaves no trace.
  SELECT * INTO STRICT head FROM audit_head FOR UPDATE;
  NEW.id := head.last_id + 1;
  NEW.prev_hash := head.hash;
  NEW.hash := audit_hash(NEW);
  UPDATE audit_head SET last_id = NEW.id, hash = NEW.hash;
  RETURN NEW;
END
$$;

CREATE TRIGGER chain BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION chain_audit();

-- Names the rows at which the chain is broken, and why; no row = the log is whole.
CREATE FUNCTION audit_breaks() RETURNS TABLE (id bigint, problem text) LANGUAGE sql STABLE AS $$
  WITH link AS (
    SELECT entry.id, entry.hash, entry.prev_hash, audit_hash(entry) AS expected,
      lag(entry.hash, 1, '') OVER (ORDER BY entry.id) AS before
    FROM audit entry
  ), tail AS (
    SELECT coalesce(max(link.id), 0) AS last_id FROM link
  )
  SELECT link.id, 'changed' FROM link WHERE link.hash <> link.expected
  UNION ALL
  SELECT link.id, 'does not follow the row before it' FROM link WHERE link.prev_hash <> link.before
  UNION ALL
  SELECT tail.last_id, 'rows after this one are missing'
  FROM tail, audit_head head WHERE head.last_id <> tail.last_id
  UNION ALL
  SELECT link.id, 'is not the recorded end of the log'
  FROM link, audit_head head WHERE link.id = head.last_id AND link.hash <> head.hash
$$;

-- The engine's tables ------------------------------------------------------------------------------------

-- Rows that are rewritten at every step keep room on their page, so that updates stay there and touch no index.
ALTER TABLE target SET (fillfactor = 70);
ALTER TABLE phase SET (fillfactor = 50);
ALTER TABLE rollout SET (fillfactor = 50);
ALTER TABLE worker_heartbeat SET (fillfactor = 50);
ALTER TABLE rate_limit SET (fillfactor = 50);

-- The engine counts by these; a wrong count would break a limit, so it must not be possible to write one.
ALTER TABLE phase ADD CONSTRAINT phase_counts_add_up CHECK (
  total = pending + applying + verifying + succeeded + failed + skipped + cancelled
    + reverting + reverted + revert_failed
  AND least(pending, applying, verifying, succeeded, failed, skipped, cancelled,
    reverting, reverted, revert_failed) >= 0
);

-- Gates that wait for somebody: a handful among thousands that are open.
CREATE INDEX gate_waiting ON gate (requested_at) WHERE state = 'closed' AND requested_at IS NOT NULL;
