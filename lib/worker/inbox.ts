import type { Inputs } from '@/lib/core/rollout/decide'
import type { Look, Observation } from '@/lib/core/rollout/observation'
import type { Runtime } from '@/lib/core/rollout/state'
import type { Sighting } from '@/lib/core/rollout/watch-memory'

/** No news. */
export const noInputs: Inputs = { observations: [], looks: [], sightings: [] }

/** Collects what comes back from outside while a write is under way. */
export class Inbox {
  private observations: Observation[] = []
  private looks: Look[] = []
  private sightings: Sighting[] = []

  get empty(): boolean {
    return this.observations.length + this.looks.length + this.sightings.length === 0
  }

  observe(observation: Observation): void {
    this.observations.push(observation)
  }

  look(look: Look): void {
    this.looks.push(look)
  }

  sight(sighting: Sighting): void {
    this.sightings.push(sighting)
  }

  /** Gives everything, and is empty. */
  take(): Inputs {
    const { observations, looks, sightings } = this
    this.observations = []
    this.looks = []
    this.sightings = []
    return { observations, looks, sightings }
  }

  /** What was taken and not written counts again; looks do not, they are old by then. */
  putBack({ observations, sightings }: Inputs): void {
    this.observations = [...observations, ...this.observations]
    this.sightings = [...sightings, ...this.sightings]
  }

  /**
   * Keeps a memory that was just loaded from asking again what has been answered already: a start that is sent
   * twice may be answered in two ways.
   */
  holdAnswered({ flights }: Runtime): void {
    for (const { targetId, generation } of this.observations) {
      const flight = flights.get(targetId)
      if (flight?.generation === generation) flight.busy ??= 'observe'
    }
  }

  /** Drops looks that an older memory had asked for. */
  dropLooks(): void {
    this.looks = []
  }
}
