/**
 * The nine state colours for canvases, which cannot read CSS custom properties.
 * `app/globals.css` holds the same values for the DOM; `palette.test.ts` compares the two.
 */
export const tones = [
  'waiting',
  'held',
  'running',
  'verifying',
  'succeeded',
  'retrying',
  'failed',
  'rolled-back',
  'skipped',
] as const
export type Tone = (typeof tones)[number]

export type Theme = 'light' | 'dark'

/** State colours as `#rrggbb` per theme. */
export const palette: Record<Theme, Record<Tone, string>> = {
  dark: {
    waiting: '#333b2f',
    held: '#805ac7',
    running: '#61a2ff',
    verifying: '#a1f5fc',
    succeeded: '#1e6d72',
    retrying: '#ffc73e',
    failed: '#fc3b27',
    'rolled-back': '#ff7ca4',
    skipped: '#738372',
  },
  light: {
    waiting: '#d3d8df',
    held: '#8b75a8',
    running: '#1150c8',
    verifying: '#5186ff',
    succeeded: '#109065',
    retrying: '#bf8c00',
    failed: '#c01507',
    'rolled-back': '#a02265',
    skipped: '#8d9498',
  },
}
