/** Why one target is as it is, in words: its index, reason code and message. */
export type NoteDto = [index: number, reason: string | null, message: string | null]
