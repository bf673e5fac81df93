import { commandDriver } from './command/driver'
import type { Driver, DriverName } from './driver'
import { httpDriver } from './http/driver'
import { simulatorDriver } from './simulator/driver'

/** All drivers, by the name that operation documents use. */
export const drivers = {
  http: httpDriver,
  command: commandDriver,
  simulator: simulatorDriver,
} as const satisfies Record<DriverName, Driver>

/** Finds a driver by name; null for a name that none has. */
export function findDriver(name: string): Driver | null {
  return Object.hasOwn(drivers, name) ? drivers[name as DriverName] : null
}
