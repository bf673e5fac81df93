import type { Theme } from '@/lib/client/palette'

/** The quiet colours of the canvas, as in the style sheet, which a canvas cannot read. */
export interface Inks {
  canvas: string
  sunken: string
  hover: string
  line: string
  lineStrong: string
  ink: string
  ink2: string
  ink3: string
  accent: string
}

export const inks: Record<Theme, Inks> = {
  light: {
    canvas: '#ffffff',
    sunken: '#f6f7f9',
    hover: '#f1f3f6',
    line: '#e4e7ec',
    lineStrong: '#cdd3db',
    ink: '#11161d',
    ink2: '#4a5462',
    ink3: '#616b79',
    accent: '#3d4bd0',
  },
  dark: {
    canvas: '#0b0f14',
    sunken: '#080b10',
    hover: '#171d26',
    line: '#1f2731',
    lineStrong: '#323d4b',
    ink: '#e9eef4',
    ink2: '#aab5c2',
    ink3: '#8a96a4',
    accent: '#97a6ff',
  },
}
