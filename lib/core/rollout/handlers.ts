import type { Change, ChangeType } from './change'
import type { Scene } from './moves'

/** A handler for every change whose type begins with one of the nouns; a missing one does not compile. */
export type Handlers<Noun extends string> = {
  [Type in Extract<ChangeType, `${Noun}.${string}`>]: (
    scene: Scene,
    change: Extract<Change, { type: Type }>,
  ) => void
}
