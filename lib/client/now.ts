'use client'

import { createContext, use, useMemo, useSyncExternalStore } from 'react'

/** One timer per step for the whole page, running only while something shows a time. */
function makeTicker(stepMs: number) {
  const listeners = new Set<() => void>()
  let timer: ReturnType<typeof setInterval> | undefined
  const read = (): number => Math.floor(Date.now() / stepMs) * stepMs
  return {
    read,
    subscribe(listener: () => void): () => void {
      listeners.add(listener)
      timer ??= setInterval(() => {
        for (const each of listeners) each()
      }, stepMs)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}

const tickers = new Map<number, ReturnType<typeof makeTicker>>()

/** Gives the time in ms, floored to `stepMs`, anew with every step. */
export function useNow(stepMs = 1_000): number {
  const ticker = useMemo(() => {
    const known = tickers.get(stepMs) ?? makeTicker(stepMs)
    tickers.set(stepMs, known)
    return known
  }, [stepMs])
  return useSyncExternalStore(ticker.subscribe, ticker.read, ticker.read)
}

/** Where clocks stand still: the instant of what is shown, epoch ms; null = they run. */
export const StillAt = createContext<number | null>(null)

/** Gives the time in ms as clocks show it: it stands still where what is shown is not fresh. */
export function useClock(stepMs?: number): number {
  const still = use(StillAt)
  const now = useNow(stepMs)
  return still ?? now
}
