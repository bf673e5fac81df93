/**
 * Colour differences as eyes see them, for the test that keeps the state palette apart.
 * CIEDE2000 after Sharma, Wu and Dalal (2005); colour-blind eyes after Machado, Oliveira and Fernandes
 * (2009) at full severity, applied to linear sRGB.
 */
export type Vision = 'normal' | 'protan' | 'deutan' | 'tritan'

type Triple = readonly [number, number, number]

const machado: Record<Exclude<Vision, 'normal'>, readonly [Triple, Triple, Triple]> = {
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

/** Gives the CIEDE2000 difference of two `#rrggbb` colours as seen by the given eyes. */
export const colourDifference = (one: string, other: string, vision: Vision): number =>
  ciede2000(toLab(see(toLinear(one), vision)), toLab(see(toLinear(other), vision)))

/** Gives the WCAG contrast ratio of two `#rrggbb` colours, 1 to 21. */
export function contrastRatio(one: string, other: string): number {
  const luminance = (hex: string): number => {
    const [r, g, b] = toLinear(hex)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function toLinear(hex: string): Triple {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

function see(rgb: Triple, vision: Vision): Triple {
  if (vision === 'normal') return rgb
  const clamp = (value: number): number => Math.min(1, Math.max(0, value))
  const row = (m: Triple): number => clamp(m[0] * rgb[0] + m[1] * rgb[1] + m[2] * rgb[2])
  const [r, g, b] = machado[vision]
  return [row(r), row(g), row(b)]
}

function toLab([r, g, b]: Triple): Triple {
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116)
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047)
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b)
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180
const power7 = (c: number): number => Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7))

function ciede2000([l1, a1, b1]: Triple, [l2, a2, b2]: Triple): number {
  const g = 0.5 * (1 - power7((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2))
  const [p1, p2] = [a1 * (1 + g), a2 * (1 + g)]
  const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)]
  const hue = (b: number, a: number): number => (Math.atan2(b, a) * (180 / Math.PI) + 360) % 360
  const [h1, h2] = [hue(b1, p1), hue(b2, p2)]
  const grey = c1 * c2 === 0

  const turn = grey ? 0 : ((h2 - h1 + 540) % 360) - 180
  const dL = l2 - l1
  const dC = c2 - c1
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin(radians(turn) / 2)

  const L = (l1 + l2) / 2
  const C = (c1 + c2) / 2
  const H = grey ? h1 + h2 : (h1 + turn / 2 + 360) % 360
  const t =
    1 -
    0.17 * Math.cos(radians(H - 30)) +
    0.24 * Math.cos(radians(2 * H)) +
    0.32 * Math.cos(radians(3 * H + 6)) -
    0.2 * Math.cos(radians(4 * H - 63))
  const sL = 1 + (0.015 * (L - 50) ** 2) / Math.sqrt(20 + (L - 50) ** 2)
  const sC = 1 + 0.045 * C
  const sH = 1 + 0.015 * C * t
  const rT = -2 * power7(C) * Math.sin(radians(60 * Math.exp(-(((H - 275) / 25) ** 2))))
  return Math.sqrt((dL / sL) ** 2 + (dC / sC) ** 2 + (dH / sH) ** 2 + rT * (dC / sC) * (dH / sH))
}
