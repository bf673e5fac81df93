import { SelectorText } from '@/components/selector/selector-text'
import { Badge } from '@/components/ui/badge'
import { Fact, Facts } from '@/components/ui/facts'
import { formatDuration, formatNoun } from '@/lib/client/format'
import type { ResolvedOperation } from '@/lib/core/operation/types'

/** What an operation does, every default made explicit. */
export function OperationFacts({ operation }: { operation: ResolvedOperation }) {
  const { retry, sets, preflight, verify } = operation
  const labels = Object.entries(sets.labels ?? {}).map(([key, value]) => [`labels.${key}`, value] as const)
  const written = [...Object.entries(sets).filter(([key]) => key !== 'labels'), ...labels]
  return (
    <Facts>
      <Fact name="Applies to">
        <SelectorText source={operation.appliesTo} />
      </Fact>
      <Fact name="Done already when" mono>
        {operation.satisfied ?? 'never; it is always applied'}
      </Fact>
      <Fact name="Driver">
        <Badge>{operation.apply.driver}</Badge>
      </Fact>
      <Fact name="Each try ends after">{formatDuration(operation.timeoutMs)}</Fact>
      <Fact name="Tries">
        {formatNoun(retry.attempts, 'try', 'tries')}
        {retry.attempts > 1
          ? `, ${formatDuration(retry.backoffMs)} to ${formatDuration(retry.maxBackoffMs)} apart`
          : ''}
      </Fact>
      <Fact name="Checks before it">{namesOf(preflight)}</Fact>
      <Fact name="Checks after it">{namesOf(verify)}</Fact>
      <Fact name="Writes to the cluster" mono>
        {written.length === 0
          ? 'nothing'
          : written.map(([key, value]) => `${key} = ${String(value)}`).join(', ')}
      </Fact>
      <Fact name="Way back">{operation.revert ? `by ${operation.revert.driver}` : 'none is described'}</Fact>
    </Facts>
  )
}

const namesOf = (checks: ResolvedOperation['verify']): string =>
  checks.length === 0 ? 'none' : checks.map(({ name, check }) => `${name} (${check})`).join(', ')
