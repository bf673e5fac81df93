-- Events come by the million and must leave without a DELETE: the log is append-only, and deleting row by row would
-- cost as much as writing did. So the log is cut into partitions by rollout. A partition whose rollouts are all
-- archived is dropped whole; what has no partition of its own goes to `event_rest`, so that no write ever fails.

ALTER TABLE "event" RENAME TO "event_unparted";
ALTER INDEX "event_pkey" RENAME TO "event_unparted_pkey";

CREATE TABLE "event" (
    "rollout_id" INTEGER NOT NULL,
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "phase" TEXT,
    "target_id" BIGINT,
    "cluster" TEXT,
    "attempt" INTEGER,
    "actor" TEXT NOT NULL,
    "data" JSONB,

    CONSTRAINT "event_pkey" PRIMARY KEY ("rollout_id","seq")
) PARTITION BY RANGE ("rollout_id");

CREATE TABLE "event_rest" PARTITION OF "event" DEFAULT;

-- What is there becomes the first partition as it stands; partitions are named by the rollouts they hold.
DROP TRIGGER append_only ON "event_unparted";
DO $$
DECLARE upper int := (SELECT coalesce(max(id), 0) / 250 * 250 + 250 FROM rollout);
BEGIN
  EXECUTE format('ALTER TABLE event_unparted RENAME TO event_0_%s', upper);
  EXECUTE format('ALTER TABLE event ATTACH PARTITION event_0_%s FOR VALUES FROM (0) TO (%s)', upper, upper);
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "event" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "event" EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "event_rest" EXECUTE FUNCTION refuse_change();

-- Makes partitions until the newest rollout has at least `ahead` ids before the end of the last one.
CREATE FUNCTION keep_event_partitions(ahead int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  -- Of rollouts of 10,000 clusters, some ten million events.
  width constant int := 250;
  made int := 0;
  wanted int := (SELECT coalesce(max(id), 0) + ahead FROM rollout);
  upper int := (
    SELECT coalesce(max(split_part(c.relname, '_', 3)::int), 0) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'event'::regclass AND c.relname ~ '^event_\d+_\d+$'
  );
BEGIN
  WHILE upper <= wanted LOOP
    EXECUTE format('CREATE TABLE event_%s_%s PARTITION OF event FOR VALUES FROM (%s) TO (%s)',
      upper, upper + width, upper, upper + width);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON event_%s_%s EXECUTE FUNCTION refuse_change()',
      upper, upper + width);
    upper := upper + width;
    made := made + 1;
  END LOOP;
  RETURN made;
END
$$;

-- CreateTable
CREATE TABLE "event_archive" (
    "rollout_id" INTEGER NOT NULL,
    "from_seq" BIGINT NOT NULL,
    "to_seq" BIGINT NOT NULL,
    "archived_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "events" BYTEA NOT NULL,

    CONSTRAINT "event_archive_pkey" PRIMARY KEY ("rollout_id","from_seq")
);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "event_archive" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "event_archive" EXECUTE FUNCTION refuse_change();
-- It is compressed already.
ALTER TABLE "event_archive" ALTER COLUMN "events" SET STORAGE EXTERNAL;
