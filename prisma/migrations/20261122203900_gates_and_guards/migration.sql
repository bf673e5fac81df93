-- AlterTable
ALTER TABLE "gate" ADD COLUMN     "evidence" JSONB,
ADD COLUMN     "look" JSONB,
ADD COLUMN     "notified_at" TIMESTAMPTZ(3),
ADD COLUMN     "notify_error" TEXT,
ADD COLUMN     "override" JSONB;

-- CreateTable
CREATE TABLE "guard" (
    "rollout_id" INTEGER NOT NULL,
    "index" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "evidence" JSONB,
    "look" JSONB,
    "failing_since" TIMESTAMPTZ(3),

    CONSTRAINT "guard_pkey" PRIMARY KEY ("rollout_id","index")
);

-- CreateTable
CREATE TABLE "webhook_call" (
    "rollout_id" INTEGER NOT NULL,
    "gate_id" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_call_pkey" PRIMARY KEY ("rollout_id","gate_id","signature")
);

-- AddForeignKey
ALTER TABLE "guard" ADD CONSTRAINT "guard_rollout_id_fkey" FOREIGN KEY ("rollout_id") REFERENCES "rollout"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_call" ADD CONSTRAINT "webhook_call_rollout_id_gate_id_fkey" FOREIGN KEY ("rollout_id", "gate_id") REFERENCES "gate"("rollout_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

