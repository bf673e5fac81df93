import { fleetRoster } from '@/lib/fleet/endpoint'
import { route } from '@/lib/server/next/route'

export const GET = route(fleetRoster)
