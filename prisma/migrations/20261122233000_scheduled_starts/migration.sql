-- A draft can start by itself at a chosen moment.
-- AlterTable
ALTER TABLE "rollout" ADD COLUMN "start_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "rollout_start_at_idx" ON "rollout"("start_at");
