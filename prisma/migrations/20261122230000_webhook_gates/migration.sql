-- Gates that an outside system opens: what it is to be told, and the signed calls that have decided.
-- CreateTable
CREATE TABLE "webhook_notice" (
    "rollout_id" INTEGER NOT NULL,
    "gate_id" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "seq" BIGINT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "told_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "webhook_notice_pkey" PRIMARY KEY ("rollout_id","gate_id","round")
);

-- CreateTable
CREATE TABLE "webhook_call" (
    "rollout_id" INTEGER NOT NULL,
    "gate_id" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_call_pkey" PRIMARY KEY ("rollout_id","gate_id","signature")
);

-- CreateIndex
CREATE INDEX "webhook_notice_due_at_idx" ON "webhook_notice"("due_at");

-- AddForeignKey
ALTER TABLE "webhook_notice" ADD CONSTRAINT "webhook_notice_rollout_id_gate_id_fkey" FOREIGN KEY ("rollout_id", "gate_id") REFERENCES "gate"("rollout_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_call" ADD CONSTRAINT "webhook_call_rollout_id_gate_id_fkey" FOREIGN KEY ("rollout_id", "gate_id") REFERENCES "gate"("rollout_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

