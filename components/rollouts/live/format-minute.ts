import { formatClock } from '@/lib/client/zone'

/** Writes the time of day to the minute: "14:03". */
export const formatMinute = (at: Date, zone: string): string => formatClock(at, zone).slice(0, 5)
