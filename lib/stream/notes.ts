/** Why one target is as it is, in words: its index, reason code and message. */
export type TargetNote = [index: number, reason: string | null, message: string | null]

/** Notes as they travel: each text once, and per note its target and where its texts stand; null = there is none. */
export interface NotesDto {
  texts: string[]
  notes: [index: number, reason: number | null, message: number | null][]
}

/** Packs notes; the same words of a thousand targets are sent once. */
export function packNotes(notes: readonly TargetNote[]): NotesDto {
  const places = new Map<string, number>()
  const placeOf = (text: string | null): number | null => {
    if (text === null) return null
    const place = places.get(text) ?? places.size
    places.set(text, place)
    return place
  }
  const packed = notes.map(([index, reason, message]): NotesDto['notes'][number] => [
    index,
    placeOf(reason),
    placeOf(message),
  ])
  return { texts: [...places.keys()], notes: packed }
}

/** Unpacks notes. */
export function unpackNotes({ texts, notes }: NotesDto): TargetNote[] {
  const textAt = (place: number | null) => (place === null ? null : (texts[place] ?? null))
  return notes.map(([index, reason, message]) => [index, textAt(reason), textAt(message)])
}
