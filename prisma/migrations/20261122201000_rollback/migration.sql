-- AlterTable
ALTER TABLE "rollout" ADD COLUMN     "rollback" TEXT,
ADD COLUMN     "rollbacks" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "target" ADD COLUMN     "past_return" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "revert_round" INTEGER,
ADD COLUMN     "spared" BOOLEAN NOT NULL DEFAULT false;
