import { StateGlyph } from '@/components/ui/state-glyph'
import type { StateStyle } from '@/lib/client/state-style'
import type { NodeDto } from '@/lib/rollouts/dto'

/** Words that drivers and runbooks use for nodes; any other word is shown as it is, as something that moves. */
const looks: readonly { words: RegExp; style: StateStyle }[] = [
  {
    words: /^(?:done|restarted|upgraded|ready|ok|healthy|succeeded|finished)$/i,
    style: { tone: 'succeeded', glyph: 'solid', label: '' },
  },
  { words: /^(?:failed|error|down|unhealthy)$/i, style: { tone: 'failed', glyph: 'cross', label: '' } },
  {
    words: /^(?:pending|waiting|queued|untouched)$/i,
    style: { tone: 'waiting', glyph: 'hollow', label: '' },
  },
  {
    words: /^(?:verifying|checking|catching.?up|syncing)$/i,
    style: { tone: 'verifying', glyph: 'ring', label: '' },
  },
]
const moving: StateStyle = { tone: 'running', glyph: 'running', label: '' }

/** The nodes of a cluster with what is being done to each. */
export function NodeList({ nodes }: { nodes: readonly NodeDto[] }) {
  return (
    <ul className="divide-y divide-line rounded-lg border border-line">
      {nodes.map((node) => (
        <li key={node.name} className="flex items-baseline gap-2.5 px-3 py-1.5 text-sm">
          <StateGlyph style={looks.find(({ words }) => words.test(node.state))?.style ?? moving} size={11} />
          <span className="ident shrink-0">{node.name}</span>
          <span className="shrink-0 text-ink-2">{node.state.replaceAll(/[_-]/g, ' ')}</span>
          <span className="min-w-0 flex-1 truncate text-right text-xs text-ink-3">{node.message}</span>
        </li>
      ))}
    </ul>
  )
}
