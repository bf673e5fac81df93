/** Why one target is as it is, in words: its index, reason code and message. */
export type TargetNote = [index: number, reason: string | null, message: string | null]

/**
 * Notes as they travel. A text is sent once per connection: it goes into a table that both ends keep, and notes name
 * its place there; -1 = there is none.
 */
export type NotesDto = [
  /** The place of the first of these texts; 0 = the table begins anew. */
  first: number,
  texts: string[],
  /** Targets of which there is nothing to say any more. */
  cleared: number[],
  notes: [index: number, reason: number, message: number][],
]

/** Texts a table may hold before it begins anew: each browser that looks on has one on the server. */
const textsMax = 256

/** The sending end of one connection. */
export class NotesPacker {
  private places = new Map<string, number>()

  /** Packs notes for the reader who has got everything packed before. */
  pack(notes: readonly TargetNote[]): NotesDto {
    if (this.places.size >= textsMax) this.places = new Map()
    const first = this.places.size
    const texts: string[] = []
    const placeOf = (text: string | null): number => {
      if (text === null) return -1
      const known = this.places.get(text)
      if (known !== undefined) return known
      texts.push(text)
      this.places.set(text, first + texts.length - 1)
      return first + texts.length - 1
    }
    const cleared: number[] = []
    const told: NotesDto[3] = []
    for (const [index, reason, message] of notes) {
      if (reason === null && message === null) cleared.push(index)
      else told.push([index, placeOf(reason), placeOf(message)])
    }
    return [first, texts, cleared, told]
  }
}

/** The receiving end of one connection. */
export class NotesReader {
  private texts: string[] = []

  /** Unpacks notes; throws a RangeError where something that was packed before has not come. */
  unpack([first, texts, cleared, notes]: NotesDto): TargetNote[] {
    if (first !== 0 && first !== this.texts.length) throw new RangeError('texts of notes are missing')
    this.texts = [...this.texts.slice(0, first), ...texts]
    return [
      ...cleared.map((index): TargetNote => [index, null, null]),
      ...notes.map(
        ([index, reason, message]): TargetNote => [index, this.textAt(reason), this.textAt(message)],
      ),
    ]
  }

  private textAt(place: number): string | null {
    if (place === -1) return null
    const text = this.texts[place]
    if (text === undefined) throw new RangeError(`there is no text ${place} of notes`)
    return text
  }
}
