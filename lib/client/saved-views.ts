'use client'

import { useSyncExternalStore } from 'react'

/** A filter that somebody gave a name, in this browser. */
export interface SavedView {
  name: string
  /** The query of the address, without `?`. */
  query: string
}

const key = 'fleet-views'
const viewsMax = 30
const nameLengthMax = 60
const none: readonly SavedView[] = []
const listeners = new Set<() => void>()
let cached: { text: string; views: readonly SavedView[] } = { text: '', views: none }

/** Keeps a view under a name, in place of one of that name; the newest come first. */
export function saveView(name: string, query: string): void {
  const view = { name: name.trim().slice(0, nameLengthMax), query }
  write([view, ...read().filter((one) => one.name !== view.name)].slice(0, viewsMax))
}

/** Forgets a view. */
export const removeView = (name: string): void => write(read().filter((view) => view.name !== name))

/** Gives the views kept in this browser. */
export const useSavedViews = (): readonly SavedView[] => useSyncExternalStore(subscribe, read, () => none)

/** Reads views out of stored text; whatever is not one is left out. */
export function parseViews(text: string): SavedView[] {
  try {
    const parsed: unknown = JSON.parse(text)
    return Array.isArray(parsed) ? parsed.filter(isView).slice(0, viewsMax) : []
  } catch {
    return []
  }
}

const isView = (value: unknown): value is SavedView =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as SavedView).name === 'string' &&
  typeof (value as SavedView).query === 'string'

function read(): readonly SavedView[] {
  let text = ''
  try {
    text = localStorage.getItem(key) ?? ''
  } catch {
    return none
  }
  if (text !== cached.text) cached = { text, views: parseViews(text) }
  return cached.views
}

function write(views: readonly SavedView[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(views))
  } catch {
    return
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}
