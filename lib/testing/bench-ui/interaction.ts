import type { JSHandle, Page } from '@playwright/test'
import { quantile } from '../bench/statistics'
import { within } from './limit'

/** One thing that an operator does, and how one sees that the page has answered. */
export interface Interaction {
  readonly name: string
  /** Type of the event that starts the clock. */
  readonly event: string
  /** Runs in the page before each round and once per frame after the event; something new = it has answered. */
  readonly shows: string
  /** 30 where it is left out. */
  readonly rounds?: number
  act(page: Page, round: number): Promise<void>
  /** Puts everything back for the next round, outside of the time measured. */
  reset?(page: Page): Promise<void>
}

/** A page that has not answered by then counts as this; after so many of these nothing more is asked of it. */
const patienceMs = 5_000
const missesMax = 3

export interface Timed {
  readonly name: string
  readonly p50: number
  readonly p95: number
}

interface Armed {
  /** From the event to the frame after the answer, ms. */
  readonly time: Promise<number>
}

/** Measures one interaction many times, from the input event until the frame that shows the answer. */
export async function timeInteraction(page: Page, interaction: Interaction): Promise<Timed> {
  const { name, event, shows, act, reset, rounds = 30 } = interaction
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    // As text, since the page's policy forbids to make a function of a text inside it.
    const program = `(${armed})(${JSON.stringify(event)}, () => (${shows}), ${patienceMs})`
    const answered: JSHandle<Armed> = await page.evaluateHandle(program)
    await act(page, round)
    times.push(
      await within(
        3 * patienceMs,
        name,
        answered.evaluate(({ time }) => time),
      ),
    )
    if (times.filter((time) => time >= patienceMs).length === missesMax) break
    await reset?.(page)
  }
  return { name, p50: quantile(times, 0.5), p95: quantile(times, 0.95) }
}

/**
 * Runs in the page: resolves with the time from the next event of a type to the frame in which `shows` differs, or
 * with the patience when there was no such event or frame.
 */
function armed(event: string, look: () => unknown, patienceMs: number): Armed {
  const before = look()
  const time = new Promise<number>((resolve) => {
    const giveUp = setTimeout(() => resolve(patienceMs), 2 * patienceMs)
    const start = ({ timeStamp }: Event) => {
      const check = () => {
        const now = performance.now()
        if (look() === before && now - timeStamp < patienceMs) {
          requestAnimationFrame(check)
          return
        }
        const channel = new MessageChannel()
        channel.port1.onmessage = () => {
          clearTimeout(giveUp)
          resolve(performance.now() - timeStamp)
        }
        channel.port2.postMessage(null)
      }
      requestAnimationFrame(check)
    }
    document.addEventListener(event, start, { capture: true, once: true })
  })
  return { time }
}

/** The text of the first element that a selector finds. */
export const text = (selector: string) => `document.querySelector(${JSON.stringify(selector)})?.textContent`
export const exists = (selector: string) => `document.querySelector(${JSON.stringify(selector)}) !== null`
