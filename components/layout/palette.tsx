'use client'

import { Dialog } from '@base-ui/react/dialog'
import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type KeyboardEvent, useMemo, useState } from 'react'
import { cx } from '@/lib/client/cx'
import { showOverlay, useOverlay } from '@/lib/client/overlay-store'
import { usePaletteActions } from './palette-actions'
import { findPlaces, type Place, usePlaces } from './palette-places'

/** Goes to anything by name: places, rollouts, policies, operations, clusters. */
export function Palette() {
  const open = useOverlay() === 'palette'
  return (
    <Dialog.Root open={open} onOpenChange={(next) => showOverlay(next ? 'palette' : null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Popup className="fixed top-[12dvh] left-1/2 z-50 w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 overflow-hidden rounded-xl bg-raised text-ink shadow-raised outline-none">
          <Dialog.Title className="sr-only">Go to anything</Dialog.Title>
          {open ? <Finder /> : null}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Finder() {
  const router = useRouter()
  const [words, setWords] = useState('')
  const [at, setAt] = useState(0)
  const { places, loading } = usePlaces(words)
  const actions = usePaletteActions()
  const found = useMemo(() => findPlaces([...actions, ...places], words, 12), [actions, places, words])
  const active = Math.min(at, found.length - 1)

  function go(place: Place | undefined): void {
    if (!place) return
    showOverlay(null)
    if (place.run) place.run()
    else router.push(place.href)
  }
  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setAt((active + step + found.length) % Math.max(1, found.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      go(found[active])
    }
  }
  return (
    <>
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search size={16} aria-hidden="true" className="text-ink-3" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={found[active] ? `palette-${active}` : undefined}
          aria-label="Go to anything"
          placeholder="Go to a rollout, cluster, policy, operation…"
          autoComplete="off"
          spellCheck={false}
          value={words}
          onChange={(event) => {
            setWords(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
          className="h-12 flex-1 bg-transparent text-base outline-none any-pointer-coarse:text-lg"
        />
      </div>
      <div
        id="palette-list"
        role="listbox"
        aria-label="Found"
        className="max-h-[50dvh] overflow-y-auto p-1.5"
      >
        {found.map((place, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard acts through the field above.
          <div
            key={`${place.href} ${place.name}`}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === active}
            tabIndex={-1}
            onClick={() => go(place)}
            onPointerMove={() => setAt(index)}
            className={cx(
              'flex h-9 cursor-pointer items-center gap-3 rounded-md px-2.5',
              index === active && 'bg-active',
            )}
          >
            <span className={cx('min-w-0 flex-1 truncate', place.mono && 'ident')}>{place.name}</span>
            <span className="text-xs text-ink-3">{place.kind}</span>
          </div>
        ))}
        {found.length === 0 ? (
          <p className="px-2.5 py-3 text-ink-3">{loading ? 'Looking…' : 'Nothing of that name.'}</p>
        ) : null}
      </div>
    </>
  )
}
