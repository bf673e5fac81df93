-- AlterTable
ALTER TABLE "freeze" ADD COLUMN     "recurrence" JSONB,
ALTER COLUMN "ends_at" DROP NOT NULL;

-- CreateTable
CREATE TABLE "disruption_budget" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "select" TEXT NOT NULL,
    "by" TEXT[],
    "max" JSONB NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by_id" INTEGER NOT NULL,

    CONSTRAINT "disruption_budget_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "disruption_charge" (
    "cluster_id" INTEGER NOT NULL,
    "budget_id" INTEGER NOT NULL,
    "group_key" TEXT NOT NULL,
    "rollout_id" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "disruption_charge_pkey" PRIMARY KEY ("cluster_id","budget_id")
);

-- CreateTable
CREATE TABLE "disruption_ticket" (
    "budget_id" INTEGER NOT NULL,
    "group_key" TEXT NOT NULL,
    "rollout_id" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "disruption_ticket_pkey" PRIMARY KEY ("budget_id","group_key","rollout_id")
);

-- CreateTable
CREATE TABLE "broken_cluster" (
    "cluster_id" INTEGER NOT NULL,
    "rollout_id" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "message" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "broken_cluster_pkey" PRIMARY KEY ("cluster_id")
);

-- CreateTable
CREATE TABLE "line_stop" (
    "id" SERIAL NOT NULL,
    "reason" TEXT NOT NULL,
    "stopped_at" TIMESTAMPTZ(3) NOT NULL,
    "stopped_by_id" INTEGER NOT NULL,
    "held" INTEGER[],
    "released_at" TIMESTAMPTZ(3),
    "released_by_id" INTEGER,
    "release_reason" TEXT,

    CONSTRAINT "line_stop_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "freeze_override" (
    "id" SERIAL NOT NULL,
    "freeze_id" INTEGER NOT NULL,
    "rollout_id" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "created_by_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "freeze_override_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "disruption_budget_name_key" ON "disruption_budget"("name");

-- CreateIndex
CREATE INDEX "disruption_charge_budget_id_group_key_idx" ON "disruption_charge"("budget_id", "group_key");

-- CreateIndex
CREATE INDEX "freeze_override_freeze_id_idx" ON "freeze_override"("freeze_id");

-- AddForeignKey
ALTER TABLE "disruption_budget" ADD CONSTRAINT "disruption_budget_updated_by_id_fkey" FOREIGN KEY ("updated_by_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disruption_charge" ADD CONSTRAINT "disruption_charge_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disruption_charge" ADD CONSTRAINT "disruption_charge_budget_id_fkey" FOREIGN KEY ("budget_id") REFERENCES "disruption_budget"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disruption_ticket" ADD CONSTRAINT "disruption_ticket_budget_id_fkey" FOREIGN KEY ("budget_id") REFERENCES "disruption_budget"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disruption_ticket" ADD CONSTRAINT "disruption_ticket_rollout_id_fkey" FOREIGN KEY ("rollout_id") REFERENCES "rollout"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "broken_cluster" ADD CONSTRAINT "broken_cluster_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "line_stop" ADD CONSTRAINT "line_stop_stopped_by_id_fkey" FOREIGN KEY ("stopped_by_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "line_stop" ADD CONSTRAINT "line_stop_released_by_id_fkey" FOREIGN KEY ("released_by_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "freeze_override" ADD CONSTRAINT "freeze_override_freeze_id_fkey" FOREIGN KEY ("freeze_id") REFERENCES "freeze"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "freeze_override" ADD CONSTRAINT "freeze_override_rollout_id_fkey" FOREIGN KEY ("rollout_id") REFERENCES "rollout"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "freeze_override" ADD CONSTRAINT "freeze_override_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma's schema language cannot say ---------------------------------------------------------------

ALTER TABLE "freeze" ADD CONSTRAINT freeze_ends_or_recurs CHECK (ends_at IS NOT NULL OR recurrence IS NOT NULL);

-- At most one stop is open at a time.
CREATE UNIQUE INDEX line_stop_open ON line_stop ((true)) WHERE released_at IS NULL;

-- Takes places in disruption budgets for clusters that are about to start, or fails as a whole.
--
-- The groups are locked first, in one order for everybody, so two who want the same places come one after the
-- other and never wait for each other in a circle. Each statement of a volatile function sees what was committed
-- before it began, so the count after the lock is the true one, whenever the calling statement had begun.
-- A cluster that has its place already (it is broken, and tried again) keeps it and is not counted twice.
CREATE FUNCTION claim_places(
  rollout int, at timestamptz, clusters int[], budgets int[], group_keys text[], maxima int[]
) RETURNS int LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  lock_key bigint;
  fresh text[];
  over record;
BEGIN
  FOR lock_key IN
    SELECT DISTINCT hashtextextended('disruption:' || n.budget || ':' || n.group_key, 0) AS k
    FROM unnest(budgets, group_keys) AS n (budget, group_key) ORDER BY k
  LOOP
    PERFORM pg_advisory_xact_lock(lock_key);
  END LOOP;

  WITH added AS (
    INSERT INTO disruption_charge AS c (cluster_id, budget_id, group_key, rollout_id, since)
    SELECT n.cluster, n.budget, n.group_key, rollout, at
    FROM unnest(clusters, budgets, group_keys) AS n (cluster, budget, group_key)
    ON CONFLICT (cluster_id, budget_id) DO UPDATE SET rollout_id = excluded.rollout_id
    RETURNING c.budget_id, c.group_key, c.xmax = 0 AS is_new
  )
  SELECT coalesce(array_agg(DISTINCT added.budget_id || ':' || added.group_key), '{}') INTO fresh
  FROM added WHERE added.is_new;

  SELECT n.budget, n.group_key, min(n.maximum) AS maximum INTO over
  FROM unnest(budgets, group_keys, maxima) AS n (budget, group_key, maximum)
  WHERE n.budget || ':' || n.group_key = ANY (fresh)
  GROUP BY n.budget, n.group_key
  HAVING (SELECT count(*) FROM disruption_charge c WHERE c.budget_id = n.budget AND c.group_key = n.group_key)
    > min(n.maximum)
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'no place in disruption budget %, group %', over.budget, over.group_key USING ERRCODE = 'CU001';
  END IF;

  -- Who has got a place stands at the end of the queue for the next one.
  DELETE FROM disruption_ticket t USING unnest(budgets, group_keys) AS n (budget, group_key)
  WHERE t.budget_id = n.budget AND t.group_key = n.group_key AND t.rollout_id = rollout;
  RETURN cardinality(clusters);
END
$$;
