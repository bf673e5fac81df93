'use client'

import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'

/** One shortcut: keys as typed (`?`, `g h`, `mod+k`, `shift+n`), what it does, and where it belongs. */
export interface Shortcut {
  keys: string
  description: string
  section: string
}

interface Registered extends Shortcut {
  run(event: KeyboardEvent): void
}

const registered = new Set<Registered>()
const listeners = new Set<() => void>()
let listed: readonly Shortcut[] = []
/** First key of a sequence, and until when it waits for the second. */
let pending: { key: string; until: number } | null = null
const sequenceMs = 1_200

/**
 * Runs `run` when the keys are pressed outside of fields and modal windows, as long as the component is there, and
 * lists the shortcut on the `?` sheet. `mod` is ⌘ on a Mac and Ctrl elsewhere, and works inside of them too.
 */
export function useShortcut(shortcut: Shortcut, run: (event: KeyboardEvent) => void): void {
  const { keys, description, section } = shortcut
  const call = useEffectEvent(run)
  useEffect(() => {
    const entry: Registered = { keys, description, section, run: (event) => call(event) }
    registered.add(entry)
    changed()
    return () => {
      registered.delete(entry)
      changed()
    }
  }, [keys, description, section])
}

/** Lists the shortcuts that work at the moment. */
export const useShortcutList = (): readonly Shortcut[] =>
  useSyncExternalStore(
    subscribe,
    () => listed,
    () => listed,
  )

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function changed(): void {
  listed = [...registered].map(({ keys, description, section }) => ({ keys, description, section }))
  if (registered.size > 0) document.addEventListener('keydown', onKeyDown)
  else document.removeEventListener('keydown', onKeyDown)
  for (const listener of listeners) listener()
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const pressed = nameOf(event)
  if (!pressed.startsWith('mod+') && (isTyping(event.target) || isModalOpen())) return
  const waiting = pending !== null && pending.until > event.timeStamp ? pending.key : null
  pending = null
  const match =
    (waiting && find(`${waiting} ${pressed}`)) || find(pressed) || startsSequence(pressed, event.timeStamp)
  if (!match || match === true) return
  event.preventDefault()
  match.run(event)
}

/** Keys are given out once: which of two that are there at once is registered last depends on how one came. */
const find = (keys: string): Registered | undefined =>
  [...registered].reverse().find((entry) => entry.keys === keys)

function startsSequence(key: string, at: number): boolean {
  const starts = [...registered].some((entry) => entry.keys.startsWith(`${key} `))
  if (starts) pending = { key, until: at + sequenceMs }
  return starts
}

function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  if (event.metaKey || event.ctrlKey) return `mod+${event.shiftKey ? 'shift+' : ''}${key}`
  if (event.altKey) return `alt+${key}`
  // Shift is part of what a printed character is; only letters and named keys need it said.
  const letter = /^[a-z]$/.test(key) || event.key.length > 1
  return event.shiftKey && letter && event.key !== 'Shift' ? `shift+${key}` : key
}

/** While one is asked something, a key meant for that must not start, stop or leave anything behind it. */
const isModalOpen = (): boolean => document.querySelector('[data-modal]') !== null

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}
