import type { FailureGroupDto } from '@/lib/failures/dto'

const reasons: Record<string, string> = {
  error: 'refused or broken',
  timed_out: 'deadline passed',
  verify_failed: 'checks not passed',
  lost: 'operation lost',
}

/** Says where in the work a group failed, and of what kind it is. */
export const causeOf = ({ step, reason }: Pick<FailureGroupDto, 'step' | 'reason'>): string =>
  [step, reason === null ? null : (reasons[reason] ?? reason.replaceAll('_', ' '))]
    .filter(Boolean)
    .join(' · ')

/** Writes a fact as one reads it: `labels.kernel` as "label kernel". */
export const factWords = (fact: string): string => fact.replace(/^labels\./, 'label ')
