-- An attempt ends by one event of its rollout, and is found by that event's number: one index that grows at its end,
-- instead of two that grow all over. Numbers of attempts from before lie below all events, in their old order.

-- DropIndex
DROP INDEX "attempt_target_id_idx";

-- AlterTable
ALTER TABLE "attempt" DROP CONSTRAINT "attempt_pkey";
ALTER TABLE "attempt" RENAME COLUMN "id" TO "seq";
ALTER TABLE "attempt" ALTER COLUMN "seq" DROP DEFAULT;
DROP SEQUENCE "attempt_id_seq";
ALTER TABLE "attempt" ALTER COLUMN "seq" TYPE BIGINT USING "seq" - 1000000000000;
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_pkey" PRIMARY KEY ("rollout_id", "seq");
