'use client'

import { useEffect, useEffectEvent, useState } from 'react'
import { toastFailed } from '@/lib/client/toasts'
import { useUrlParam } from '@/lib/client/use-url-param'

const asks = ['resume', 'abort', 'rollback', 'schedule'] as const
type Asked = (typeof asks)[number]

/**
 * What is asked about before it is done; also by an address, which the palette knows. What may not be done is not
 * asked; who comes to it by an address is told why.
 */
export function useAsked(
  /** Why each may not be done now; null = it may. */
  whyNot: Readonly<Record<Asked, string | null>>,
): [Asked | null, (asked: Asked | null) => void] {
  const [param, setParam] = useUrlParam('ask')
  const [asked, setAsked] = useState<Asked | null>(null)
  const [seen, setSeen] = useState<string | null>(null)
  if (param !== seen) {
    setSeen(param)
    if (param !== null) setAsked(askedBy(param))
  }
  // What cannot be done any more is not asked again by itself when it can be.
  const refusal = asked === null ? null : whyNot[asked]
  if (refusal !== null) setAsked(null)
  const arrive = useEffectEvent(() => {
    const named = askedBy(param)
    if (named === null || whyNot[named] === null) return
    toastFailed('This cannot be done now', whyNot[named])
    setParam(null)
  })
  useEffect(() => {
    if (param === null) return
    // On a page that is just loaded, what draws the message comes after this.
    const timer = setTimeout(arrive, 0)
    return () => clearTimeout(timer)
  }, [param])
  const ask = (next: Asked | null) => {
    setAsked(next)
    if (next === null) setParam(null)
  }
  return [refusal === null ? asked : null, ask]
}

const askedBy = (param: string | null): Asked | null => asks.find((one) => one === param) ?? null
