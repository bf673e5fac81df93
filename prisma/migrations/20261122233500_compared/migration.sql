-- What a statistical stop on a check has compared so far.
-- AlterTable
ALTER TABLE "phase" ADD COLUMN     "compared" JSONB;
