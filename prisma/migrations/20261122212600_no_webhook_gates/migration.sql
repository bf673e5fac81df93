-- A policy that asks for a webhook gate is refused, so nothing was ever kept here.
-- DropForeignKey
ALTER TABLE "webhook_call" DROP CONSTRAINT "webhook_call_rollout_id_gate_id_fkey";

-- AlterTable
ALTER TABLE "gate" DROP COLUMN "notified_at",
DROP COLUMN "notify_error";

-- DropTable
DROP TABLE "webhook_call";
