import { fleetInFlight } from '@/lib/fleet/endpoint'
import { route } from '@/lib/server/next/route'

export const GET = route(fleetInFlight)
