-- AlterTable
ALTER TABLE "rollout" ADD COLUMN     "request_hash" TEXT;
