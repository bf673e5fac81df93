'use client'

import { useSyncExternalStore } from 'react'
import { keyWords } from '@/lib/client/key-words'

/** Keys of a shortcut (`mod+k`, `g h`), written as they are printed on the keyboard of whoever looks. */
export function Kbd({ keys }: { keys: string }) {
  const onApple = useSyncExternalStore(never, isApple, () => false)
  return (
    <span className="inline-flex gap-0.5">
      {keyWords(keys, onApple).map((key) => (
        <kbd
          key={key}
          className="inline-flex h-[1.125rem] min-w-[1.125rem] items-center justify-center rounded-sm bg-hover px-1 text-2xs text-ink-2 ring-1 ring-inset ring-line-strong"
        >
          {key}
        </kbd>
      ))}
    </span>
  )
}

const never = () => () => undefined
const isApple = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform)
