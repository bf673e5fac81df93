import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { inks } from './inks'

const css = readFileSync('app/globals.css', 'utf8')
const tokens = {
  canvas: 'canvas',
  sunken: 'sunken',
  hover: 'hover',
  line: 'line',
  lineStrong: 'line-strong',
  ink: 'ink',
  ink2: 'ink-2',
  ink3: 'ink-3',
  accent: 'accent',
} as const

describe('the inks of canvases', () => {
  it.each(Object.entries(tokens))('%s is what the style sheet says', (name, token) => {
    const pair = new RegExp(`--color-${token}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(css)
    const key = name as keyof typeof tokens
    expect([inks.light[key], inks.dark[key]]).toEqual([pair?.[1], pair?.[2]])
  })
})
