import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { colourDifference, contrastRatio, type Vision } from './colour-difference'
import { palette, type Theme, tones } from './palette'

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8')
const visions: readonly Vision[] = ['normal', 'protan', 'deutan', 'tritan']
const themes: readonly Theme[] = ['light', 'dark']

/** Reads a token's pair from the style sheet. */
function token(name: string): Record<Theme, string> {
  const pair = new RegExp(`--color-${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css)
  if (!pair?.[1] || !pair[2]) throw new Error(`globals.css has no colour pair --color-${name}`)
  return { light: pair[1], dark: pair[2] }
}

function worstPair(theme: Theme, vision: Vision): { difference: number; pair: string } {
  let worst = { difference: Number.POSITIVE_INFINITY, pair: '' }
  for (const [index, one] of tones.entries()) {
    for (const other of tones.slice(index + 1)) {
      const difference = colourDifference(palette[theme][one], palette[theme][other], vision)
      if (difference < worst.difference) worst = { difference, pair: `${one} / ${other}` }
    }
  }
  return worst
}

describe('colour difference', () => {
  it('gives the published value for a reference pair and zero for equal colours', () => {
    expect(colourDifference('#000000', '#ffffff', 'normal')).toBeCloseTo(100, 1)
    expect(colourDifference('#61a2ff', '#61a2ff', 'deutan')).toBe(0)
  })

  it('finds red and green of one lightness far apart for most eyes and close for deutan ones', () => {
    expect(colourDifference('#d04030', '#609020', 'normal')).toBeGreaterThan(50)
    expect(colourDifference('#d04030', '#609020', 'deutan')).toBeLessThan(25)
  })
})

describe('state palette', () => {
  it.each(themes.flatMap((theme) => visions.map((vision) => ({ theme, vision }))))(
    'keeps every two states apart on $theme for $vision eyes',
    ({ theme, vision }) => {
      const worst = worstPair(theme, vision)
      expect(worst.difference, worst.pair).toBeGreaterThanOrEqual(13)
    },
  )

  it.each(tones)('gives canvases and the style sheet the same colour for %s', (tone) => {
    expect(token(`state-${tone}`)).toEqual({ light: palette.light[tone], dark: palette.dark[tone] })
  })
})

describe('text colours', () => {
  const grounds = ['canvas', 'sunken', 'surface', 'hover']
  const texts = ['ink', 'ink-2', 'ink-3', 'accent', 'danger', 'warning', 'success']
  it.each(themes)('are readable (4.5:1) on every ground in the %s theme', (theme) => {
    const poor = texts.flatMap((text) =>
      grounds
        .map((ground) => ({ text, ground, ratio: contrastRatio(token(text)[theme], token(ground)[theme]) }))
        .filter(({ ratio }) => ratio < 4.5),
    )
    expect(poor).toEqual([])
  })

  it.each(themes)('are readable on their own soft ground in the %s theme', (theme) => {
    for (const name of ['accent', 'danger', 'warning', 'success']) {
      expect(contrastRatio(token(name)[theme], token(`${name}-soft`)[theme]), name).toBeGreaterThanOrEqual(
        4.5,
      )
    }
  })
})
