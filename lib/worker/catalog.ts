import type { TaskList } from 'graphile-worker'
import { tickTask } from '@/lib/rollouts/wake'
import type { Carrier } from './carrier'
import { tick } from './tasks/tick'

/** Every job there is, by its task's name. */
export const taskList = (carrier: Carrier): TaskList => ({ [tickTask]: tick(carrier) })
