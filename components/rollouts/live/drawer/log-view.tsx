'use client'

import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { cx } from '@/lib/client/cx'
import { usePreferences } from '@/lib/client/preferences'
import { formatClock, zoneLabel } from '@/lib/client/zone'
import type { LogLineDto } from '@/lib/rollouts/dto'
import { plainText } from './ansi'

/** Nearer than this to the end still counts as being at the end. */
const followSlack = 24

/** The output of a runbook or driver; follows its end until one scrolls away from it. */
export function LogView({ lines, cluster }: { lines: readonly LogLineDto[]; cluster: string }) {
  const { activeZone } = usePreferences()
  const box = useRef<HTMLElement>(null)
  const [following, setFollowing] = useState(true)
  const last = lines.at(-1)?.id
  useEffect(() => {
    void last
    if (following && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [following, last])
  const onScroll = () => {
    const at = box.current
    if (at) setFollowing(at.scrollHeight - at.scrollTop - at.clientHeight < followSlack)
  }
  const text = lines.map(({ at, text }) => `${at} ${plainText(text)}`).join('\n')
  const first = lines[0]
  return (
    <div className="relative rounded-lg border border-line bg-sunken">
      <div className="flex items-center gap-2 border-b border-line px-3 py-1 text-xs text-ink-3">
        <span>Last {lines.length} lines</span>
        {first ? <span>times in {zoneLabel(activeZone, new Date(first.at))}</span> : null}
        <span className="ml-auto">
          <CopyButton text={text} label="Copy log" />
        </span>
      </div>
      <section
        ref={box}
        aria-label={`Log of ${cluster}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard.
        tabIndex={0}
        onScroll={onScroll}
        className="max-h-80 overflow-auto overscroll-contain py-2"
      >
        <pre className="w-max min-w-full text-xs leading-5">
          {lines.map((line) => (
            <div
              key={line.id}
              className={cx('px-3', line.stream === 'stderr' && 'bg-danger-soft text-danger')}
            >
              <span className="mr-3 text-ink-3 select-none">
                {formatClock(new Date(line.at), activeZone)}
              </span>
              {plainText(line.text) || ' '}
            </div>
          ))}
        </pre>
      </section>
      {following ? null : (
        <Button
          size="sm"
          className="absolute right-3 bottom-3 shadow-raised"
          onClick={() => setFollowing(true)}
        >
          Follow
        </Button>
      )}
    </div>
  )
}
