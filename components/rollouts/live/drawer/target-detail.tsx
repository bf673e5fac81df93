'use client'

import type { ReactNode } from 'react'
import { Fact, Facts } from '@/components/ui/facts'
import type { TargetDetailDto } from '@/lib/rollouts/dto'
import { driftWords } from '../drift-words'
import { WaitReason } from '../tabs/waiting-for'
import { AttemptList } from './attempt-list'
import { LogView } from './log-view'
import { NodeList } from './node-list'

/** What is known of one target, most asked first. */
export function TargetDetail({ detail }: { detail: TargetDetailDto }) {
  const rests = !['pending', 'applying', 'verifying', 'reverting'].includes(detail.state)
  const { message } = detail
  const touched = !['pending', 'skipped', 'cancelled'].includes(detail.state)
  const said = message !== null && detail.explanation.some((reason) => reason.message.includes(message))
  return (
    <>
      {detail.explanation.length > 0 ? (
        <Part title={detail.state === 'pending' ? 'Why it waits' : rests ? 'Why' : 'What it waits for'}>
          <ol className="divide-y divide-line rounded-lg border border-line">
            {detail.explanation.map((reason) => (
              <WaitReason key={`${reason.kind}:${reason.message}`} reason={reason} rests={rests} />
            ))}
          </ol>
        </Part>
      ) : null}
      {message && rests && !said ? (
        <Part title="Message">
          <p className="rounded-lg bg-sunken px-3 py-2 text-sm break-words whitespace-pre-wrap">{message}</p>
        </Part>
      ) : null}
      {detail.irreversible && touched ? (
        <Part title="No way back">
          <p className="rounded-lg bg-sunken px-3 py-2 text-sm text-pretty">{detail.irreversible}</p>
        </Part>
      ) : null}
      {detail.nodes.length > 0 ? (
        <Part title="Nodes">
          <NodeList nodes={detail.nodes} />
        </Part>
      ) : null}
      {detail.attempts.length > 0 ? (
        <Part title="Attempts">
          <AttemptList attempts={detail.attempts} />
        </Part>
      ) : null}
      {detail.log.length > 0 ? (
        <Part title="Log">
          <LogView lines={detail.log} cluster={detail.cluster} />
        </Part>
      ) : null}
      {detail.drift.length > 0 ? (
        <Part title="Relabelled since the plan">
          <p className="rounded-lg bg-sunken px-3 py-2 text-sm break-words">
            {driftWords(detail.drift)}. It stays in this rollout; freezes and budgets look at it as it is now.
          </p>
        </Part>
      ) : null}
      <Part title="Facts at planning">
        <Facts>
          {Object.entries(detail.facts)
            .filter(([, value]) => value !== null && value !== '')
            .map(([name, value]) => (
              <Fact key={name} name={name} mono>
                {textOf(value)}
              </Fact>
            ))}
          {Object.entries(detail.previous ?? {}).map(([name, value]) => (
            <Fact key={`previous:${name}`} name={`${name} found`} mono>
              {textOf(value)}
            </Fact>
          ))}
        </Facts>
      </Part>
    </>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-2 text-sm font-semibold">{title}</h3>
      {children}
    </section>
  )
}

function textOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return (
    Object.entries(value)
      .map(([key, each]) => `${key}=${typeof each === 'string' ? each : JSON.stringify(each)}`)
      .join(', ') || '–'
  )
}
