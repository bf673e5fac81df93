import type { EventDto, Page, RolloutDto, TargetDto } from '@/lib/rollouts/dto'

/** The targets of a rollout by the public API, as anybody would read them. */
export async function readTargets(rollout: string): Promise<TargetDto[]> {
  const targets: TargetDto[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const answer = await fetch(`/api/v1/rollouts/${rollout}/targets?limit=1000${query}`)
    const page = (await answer.json()) as Page<TargetDto>
    targets.push(...page.items)
    cursor = page.nextCursor
  }
  return targets
}

/** How far the rollout has come: what is read from here on misses nothing. */
export async function readSeq(rollout: string): Promise<number> {
  return ((await (await fetch(`/api/v1/rollouts/${rollout}`)).json()) as RolloutDto).lastSeq
}

/** Follows the rollout's public stream of events. */
export function follow(rollout: string, after: number, take: (event: EventDto) => void): void {
  const source = new EventSource(`/api/v1/rollouts/${rollout}/events?after=${after}`)
  source.onmessage = ({ data }) => take(JSON.parse(data as string) as EventDto)
}

/** The state that an event says its target has now; null for events of another kind. */
export function stateOf({ type, target }: EventDto): string | null {
  if (target === null || !type.startsWith('target.')) return null
  const word = type.slice('target.'.length)
  return { started: 'applying', applied: 'verifying', retried: 'pending' }[word] ?? word
}

export const rolloutOf = (): string => new URLSearchParams(location.search).get('rollout') ?? ''
