import type { JournalEntry } from './journal'
import type { Modes } from './modes'

/** Reads the journal of a control plane in another process, from after a sequence number. */
export async function readLog(url: string, after = 0): Promise<JournalEntry[]> {
  const response = await fetch(`${url}/__log?after=${after}`)
  return (await response.json()) as JournalEntry[]
}

/** Tells a control plane in another process how to behave from now on. */
export async function setModes(url: string, modes: Modes): Promise<void> {
  const response = await fetch(`${url}/__mode`, { method: 'PUT', body: JSON.stringify(modes) })
  if (!response.ok) throw new Error(`the control plane answered ${response.status}`)
}

/** Reads the version that each cluster really has. */
export async function readVersions(url: string): Promise<Record<string, string>> {
  const response = await fetch(`${url}/__versions`)
  return (await response.json()) as Record<string, string>
}
