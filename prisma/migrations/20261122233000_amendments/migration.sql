-- CreateTable
CREATE TABLE "amendment" (
    "id" SERIAL NOT NULL,
    "rollout_id" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "policy" JSONB NOT NULL,
    "base_plan_hash" TEXT NOT NULL,
    "plan_hash" TEXT,
    "weakenings" JSONB NOT NULL DEFAULT '[]',
    "proposed_by_id" INTEGER NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by_id" INTEGER,
    "decided_at" TIMESTAMPTZ(3),
    "comment" TEXT,
    "before" JSONB NOT NULL,

    CONSTRAINT "amendment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "amendment_rollout_id_idx" ON "amendment"("rollout_id");

-- AddForeignKey
ALTER TABLE "amendment" ADD CONSTRAINT "amendment_rollout_id_fkey" FOREIGN KEY ("rollout_id") REFERENCES "rollout"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "amendment" ADD CONSTRAINT "amendment_proposed_by_id_fkey" FOREIGN KEY ("proposed_by_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "amendment" ADD CONSTRAINT "amendment_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "app_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- At most one amendment of a rollout waits for somebody at a time.
CREATE UNIQUE INDEX "amendment_one_proposed" ON "amendment" ("rollout_id") WHERE "state" = 'proposed';
