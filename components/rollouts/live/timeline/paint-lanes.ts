import { palette, type Theme, type Tone } from '@/lib/client/palette'
import type { RolloutDto } from '@/lib/rollouts/dto'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { codeOfCell, isRetryingCode, stateOfCode } from '@/lib/stream/cell'
import { styleOfCode } from '../appearance'
import type { Grouping } from '../grouping'
import type { Stretch } from '../view-state'
import type { Density } from './density'
import type { Inks } from './inks'
import type { Lane } from './lanes'
import { paintGroup } from './paint-group'
import type { SpansByTarget } from './spans'
import { type Scale, toX } from './window'

/** Everything that a painting of the timeline needs to know. */
export interface Scene {
  pen: CanvasRenderingContext2D
  scale: Scale
  theme: Theme
  ink: Inks
  store: RolloutStore
  rollout: RolloutDto
  spans: SpansByTarget
  grouping: Grouping
  /** Of each group. */
  densities: readonly Density[]
  held: readonly boolean[]
  /** Width of the labels at the left. */
  gutter: number
  height: number
  scrollTop: number
  now: number
  hover: { x: number; index: number | null } | null
  open: number | null
  /** The stretch that is chosen, epoch ms. */
  brush: Stretch | null
}

/** Draws all rows that can be seen, what is folded away, and the present. */
export function paintLanes(scene: Scene, lanes: readonly Lane[]): void {
  const { pen, gutter, height, scale } = scene
  pen.clearRect(0, 0, gutter + scale.width, height)
  pen.save()
  pen.translate(0, -scene.scrollTop)
  for (const lane of lanes) if (lane.kind === 'target') paintGround(scene, lane)
  pen.save()
  pen.beginPath()
  pen.rect(gutter, scene.scrollTop, scale.width, height)
  pen.clip()
  pen.translate(gutter, 0)
  for (const lane of lanes) {
    if (lane.kind === 'group') paintGroup(scene, lane.group, lane.y)
    else paintTarget(scene, lane.index, lane.y, lane.height)
  }
  pen.restore()
  for (const lane of lanes) if (lane.kind === 'target') paintLabel(scene, lane.index, lane.y, lane.height)
  pen.restore()
  paintFolds(scene)
  if (scene.brush) paintBrush(scene, scene.brush)
  paintPresent(scene)
}

function paintGround(scene: Scene, lane: Extract<Lane, { kind: 'target' }>): void {
  const { pen, ink } = scene
  if (lane.index !== scene.open && lane.index !== scene.hover?.index) return
  pen.fillStyle = ink.hover
  pen.fillRect(0, lane.y, scene.gutter + scene.scale.width, lane.height)
}

function paintLabel(scene: Scene, index: number, y: number, height: number): void {
  const { pen, ink, store, theme } = scene
  const code = codeOfCell(store.columns.cells[index] ?? 0)
  const style = styleOfCode(code, scene.held[store.columns.phaseOf[index] ?? 0] ?? false)
  pen.fillStyle = palette[theme][style.tone]
  pen.beginPath()
  pen.roundRect(22, y + height / 2 - 4, 8, 8, 2)
  pen.fill()
  pen.font = '11px "JetBrains Mono Variable", ui-monospace, monospace'
  pen.textBaseline = 'middle'
  pen.textAlign = 'left'
  pen.fillStyle = index === scene.open || index === scene.hover?.index ? ink.ink : ink.ink2
  pen.fillText(
    shortened(pen, store.roster.clusters[index] ?? '', scene.gutter - 44),
    36,
    y + height / 2 + 0.5,
  )
}

/** Leaves the middle of a name out: what tells clusters apart stands at its end. */
function shortened(pen: CanvasRenderingContext2D, text: string, width: number): string {
  if (pen.measureText(text).width <= width) return text
  const kept = Math.max(2, Math.floor(width / pen.measureText('m').width) - 1)
  const head = Math.floor(kept / 3)
  return `${text.slice(0, head)}…${text.slice(text.length - (kept - head))}`
}

/** Draws when a target was worked on: each attempt as it ended, and the one in flight. */
function paintTarget(scene: Scene, index: number, y: number, height: number): void {
  const { columns } = scene.store
  const started = columns.started[index] as number
  const finished = columns.finished[index] as number
  const code = codeOfCell(columns.cells[index] as number)
  const style = styleOfCode(code, false)
  const top = y + 5
  const tall = height - 10
  if (Number.isNaN(started)) {
    if (!Number.isNaN(finished)) bar(scene, style.tone, finished, finished, top, tall)
    return
  }
  const end = Number.isNaN(finished) ? scene.now : finished
  const spans = scene.spans.get(index) ?? []
  let at = started
  for (const span of spans) {
    if (span.startedAt < started - 1_000) continue
    if (span.startedAt > at + 500) bar(scene, 'waiting', at, span.startedAt, top + tall / 2 - 1, 2)
    bar(
      scene,
      toneOfSpan(span.step, span.outcome, stateOfCode(code)),
      span.startedAt,
      Math.min(span.finishedAt, end),
      top,
      tall,
    )
    if (span.outcome !== 'succeeded' && span.outcome !== 'cancelled')
      paintCross(scene, span.finishedAt, y + height / 2)
    at = span.finishedAt
  }
  // What ended is known to the tenth of a second by the stream, and to the last one by its attempts.
  if (spans.length > 0 && !Number.isNaN(finished)) return
  if (isRetryingCode(code)) bar(scene, 'retrying', at, end, top + tall / 2 - 1, 2)
  else bar(scene, style.tone, at, end, top, tall)
}

/** An attempt in the colour of what came of it: only the last failure of a failed target is loud. */
function toneOfSpan(step: string, outcome: string, state: string): Tone {
  if (outcome === 'cancelled') return 'skipped'
  if (outcome !== 'succeeded') return state === 'failed' ? 'failed' : 'retrying'
  if (step === 'revert') return 'rolled-back'
  return step === 'verify' || step === 'preflight' ? 'verifying' : 'succeeded'
}

function bar(scene: Scene, tone: Tone, from: number, to: number, y: number, height: number): void {
  const { pen, scale, theme } = scene
  const x = toX(scale, from)
  const width = Math.max(2, toX(scale, to) - x)
  if (x > scale.width || x + width < 0) return
  pen.fillStyle = palette[theme][tone]
  pen.beginPath()
  pen.roundRect(x, y, width, height, Math.min(3, width / 2, height / 2))
  pen.fill()
}

function paintCross(scene: Scene, at: number, y: number): void {
  const { pen, scale, theme } = scene
  const x = toX(scale, at)
  pen.strokeStyle = palette[theme].failed
  pen.lineWidth = 1.75
  pen.beginPath()
  pen.moveTo(x - 3, y - 3)
  pen.lineTo(x + 3, y + 3)
  pen.moveTo(x + 3, y - 3)
  pen.lineTo(x - 3, y + 3)
  pen.stroke()
}

/** Draws folded stretches as broken bands over all rows. */
function paintFolds({ pen, scale, ink, gutter, height }: Scene): void {
  for (const { from, to } of scale.fold.gaps) {
    const x = toX(scale, from)
    const width = toX(scale, to) - x
    if (x > scale.width || x + width < 0) continue
    pen.save()
    pen.beginPath()
    pen.rect(gutter + Math.max(0, x), 0, Math.min(scale.width, x + width) - Math.max(0, x), height)
    pen.clip()
    pen.strokeStyle = ink.lineStrong
    pen.globalAlpha = 0.55
    pen.lineWidth = 1
    pen.beginPath()
    for (let at = x - height; at < x + width + height; at += 7) {
      pen.moveTo(gutter + at, height)
      pen.lineTo(gutter + at + height, 0)
    }
    pen.stroke()
    pen.restore()
  }
}

/** Veils what lies outside of the chosen stretch. */
function paintBrush({ pen, scale, ink, gutter, height }: Scene, { from, to }: Stretch): void {
  const clamped = (at: number) => Math.min(scale.width, Math.max(0, toX(scale, at)))
  const [left, right] = [clamped(from), clamped(to)]
  pen.fillStyle = ink.canvas
  pen.globalAlpha = 0.62
  pen.fillRect(gutter, 0, left, height)
  pen.fillRect(gutter + right, 0, scale.width - right, height)
  pen.globalAlpha = 1
  pen.fillStyle = ink.accent
  for (const x of [left, right]) pen.fillRect(gutter + Math.round(x) - 0.5, 0, 1.5, height)
}

function paintPresent({ pen, scale, ink, gutter, height, now, hover }: Scene): void {
  const x = toX(scale, now)
  if (x >= 0 && x <= scale.width) {
    pen.fillStyle = ink.accent
    pen.fillRect(gutter + Math.round(x), 0, 1, height)
  }
  if (hover === null || hover.x < 0) return
  pen.fillStyle = ink.ink3
  pen.globalAlpha = 0.5
  pen.fillRect(gutter + Math.round(hover.x), 0, 1, height)
  pen.globalAlpha = 1
}
