import * as vis from 'vis-timeline/standalone'
import { follow, readSeq, readTargets, rolloutOf, stateOf } from './feed'

/** Changes are handed over in batches, as its manual asks for. */
const batchMs = 250

interface Item {
  id: string
  group: string
  start: number
  end: number
  content: string
}

interface Rows<Row> {
  get(id: string): Row | null
  update(rows: readonly Row[]): void
}

/** Its types leave out what its program exports. */
const { DataSet, Timeline } = vis as unknown as {
  DataSet: new <Row>(rows?: readonly Row[]) => Rows<Row>
  Timeline: new (root: HTMLElement, items: unknown, groups: unknown, options: object) => unknown
}

const rollout = rolloutOf()
const after = await readSeq(rollout)
const targets = await readTargets(rollout)
const groups = new DataSet(targets.map(({ cluster }) => ({ id: cluster, content: cluster })))
const items = new DataSet<Item>()
const root = document.getElementById('root') as HTMLElement
const now = Date.now()
new Timeline(root, items, groups, {
  height: 820,
  verticalScroll: true,
  stack: false,
  start: now - 60_000,
  end: now + 60_000,
  showMajorLabels: false,
})
root.dataset.ready = 'true'

const changed = new Map<string, Item>()
follow(rollout, after, (event) => {
  const state = stateOf(event)
  const cluster = event.target
  if (state === null || cluster === null) return
  const at = Date.parse(event.at)
  const known = changed.get(cluster) ?? items.get(cluster)
  changed.set(cluster, {
    id: cluster,
    group: cluster,
    start: known?.start ?? at,
    end: at + 1,
    content: state,
  })
})
setInterval(() => {
  items.update([...changed.values()])
  changed.clear()
}, batchMs)
