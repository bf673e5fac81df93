import { formatDuration } from '@/lib/client/format'
import { palette } from '@/lib/client/palette'
import type { GateDto, PhaseDto } from '@/lib/rollouts/dto'
import { countUntil, type Density } from './density'
import { groupLaneHeight } from './lanes'
import type { Scene } from './paint-lanes'
import { atX, toX } from './window'

const top = 10
const tall = groupLaneHeight - 18
/** Distance of two points of the curve, pixels. */
const stepPx = 2

/**
 * Draws a group as a whole: how many are done as an area that grows, what is in flight on top of it, failures
 * as ticks, and what a phase waited for as bands.
 */
export function paintGroup(scene: Scene, group: number, y: number): void {
  const { pen, ink, scale } = scene
  const density = scene.densities[group]
  const { by, groups } = scene.grouping
  if (!density) return
  const phase = by === 'phase' ? scene.rollout.phases.find(({ id }) => id === groups[group]?.id) : undefined
  const floor = y + top + tall
  pen.fillStyle = ink.line
  pen.fillRect(0, floor, scale.width, 1)
  paintCurves(scene, density, floor)
  for (const gate of phase?.gates ?? []) paintGate(scene, gate, floor)
  if (phase) paintSoak(scene, phase, density, floor)
  paintFailures(scene, density, floor)
}

function paintCurves(scene: Scene, density: Density, floor: number): void {
  const first = density.started[0]
  if (first === undefined || density.total === 0) return
  const { pen, scale, theme, now } = scene
  const from = Math.max(0, Math.floor(toX(scale, first)))
  const to = Math.min(scale.width, Math.ceil(toX(scale, now)))
  const heightOf = (count: number) => (count / density.total) * tall
  const done: [number, number][] = []
  const active: [number, number][] = []
  for (let x = from; x <= to; x += stepPx) {
    const at = atX(scale, x)
    const finished = countUntil(density.finished, at)
    done.push([x, floor - heightOf(finished)])
    active.push([x, floor - heightOf(Math.max(finished, countUntil(density.started, at)))])
  }
  // What is over stays visible, but steps back.
  const over = density.finished.length === density.total ? toX(scale, density.finished.at(-1) ?? 0) : to
  const until = done.filter(([x]) => x <= over + stepPx)
  area(pen, active.slice(0, until.length), floor, palette[theme].running, 0.85)
  area(pen, until, floor, palette[theme].succeeded, 1)
  area(pen, done.slice(Math.max(0, until.length - 1)), floor, palette[theme].succeeded, 0.22)
}

function area(
  pen: CanvasRenderingContext2D,
  points: readonly [number, number][],
  floor: number,
  colour: string,
  alpha: number,
): void {
  const first = points[0]
  const last = points.at(-1)
  if (!first || !last) return
  pen.save()
  pen.globalAlpha = alpha
  pen.fillStyle = colour
  pen.beginPath()
  pen.moveTo(first[0], floor)
  for (const [x, y] of points) pen.lineTo(x, y)
  pen.lineTo(last[0], floor)
  pen.closePath()
  pen.fill()
  pen.restore()
}

function paintFailures(scene: Scene, { failed }: Density, floor: number): void {
  const { pen, scale, theme } = scene
  pen.fillStyle = palette[theme].failed
  for (const at of failed) {
    const x = toX(scale, at)
    if (x >= -2 && x <= scale.width) pen.fillRect(Math.round(x) - 1, floor + 2, 2, 6)
  }
}

/** A gate as long as it asked: what nobody worked in, and why. */
function paintGate(scene: Scene, gate: GateDto, floor: number): void {
  if (gate.requestedAt === null) return
  const from = Date.parse(gate.requestedAt)
  const to = gate.decidedAt ? Date.parse(gate.decidedAt) : scene.now
  const tone = gate.type === 'soak' ? 'verifying' : gate.state === 'rejected' ? 'failed' : 'held'
  band(scene, from, to, floor, palette[scene.theme][tone], `${gate.type} ${formatDuration(to - from)}`)
}

function paintSoak(scene: Scene, phase: PhaseDto, density: Density, floor: number): void {
  if (phase.soakUntil === null || phase.gates.some(({ type, place }) => type === 'soak' && place === 'after'))
    return
  const end = Date.parse(phase.soakUntil)
  const from = density.finished.at(-1) ?? 0
  if (from > 0) band(scene, from, Math.min(end, scene.now), floor, palette[scene.theme].verifying, 'soak')
}

function band(scene: Scene, from: number, to: number, floor: number, colour: string, label: string): void {
  const { pen, scale, ink } = scene
  const x = Math.max(0, toX(scale, from))
  const end = Math.min(scale.width, toX(scale, to))
  if (end <= 0 || x >= scale.width || end - x < 0.5) return
  pen.save()
  pen.globalAlpha = 0.22
  pen.fillStyle = colour
  pen.fillRect(x, floor - tall, end - x, tall)
  pen.globalAlpha = 1
  pen.fillRect(x, floor - 2, end - x, 2)
  pen.beginPath()
  pen.rect(x, floor - tall, end - x, tall)
  pen.clip()
  pen.font = '11px "Inter Variable", ui-sans-serif, system-ui, sans-serif'
  pen.textBaseline = 'middle'
  pen.fillStyle = ink.ink2
  if (end - x > pen.measureText(label).width + 10) pen.fillText(label, x + 6, floor - tall / 2)
  pen.restore()
}
