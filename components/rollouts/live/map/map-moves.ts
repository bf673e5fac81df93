import type { MapMove } from './map-places'

/** Which way each key moves on a map. */
export const mapMoves: Readonly<Record<string, MapMove>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  PageUp: 'block-back',
  PageDown: 'block-on',
  Home: 'first',
  End: 'last',
}
