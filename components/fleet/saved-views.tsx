'use client'

import { Bookmark, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Popover } from '@/components/ui/popover'
import { removeView, saveView, useSavedViews } from '@/lib/client/saved-views'

/** Filters under a name, kept in this browser; to share one, share its address. */
export function SavedViews({ query, onOpen }: { query: string; onOpen: (query: string) => void }) {
  const views = useSavedViews()
  const [open, setOpen] = useState(false)
  function save(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim()
    if (name === '') return
    saveView(name, query)
    event.currentTarget.reset()
  }
  return (
    <Popover
      title="Views"
      align="start"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button>
          <Bookmark size={14} aria-hidden="true" /> Views
        </Button>
      }
    >
      <div className="w-72 max-w-full">
        {views.length === 0 ? (
          <p className="text-sm text-ink-3">None yet. Give the present filter a name to come back to it.</p>
        ) : (
          <ul className="-mx-2 max-h-72 overflow-y-auto">
            {views.map((view) => (
              <li key={view.name} className="flex items-center rounded-md px-2 hover:bg-hover">
                <button
                  type="button"
                  className="min-w-0 flex-1 truncate py-1.5 text-left"
                  aria-current={view.query === query ? 'true' : undefined}
                  onClick={() => {
                    onOpen(view.query)
                    setOpen(false)
                  }}
                >
                  {view.name}
                </button>
                <IconButton size="sm" label={`Forget ${view.name}`} onClick={() => removeView(view.name)}>
                  <X size={14} aria-hidden="true" />
                </IconButton>
              </li>
            ))}
          </ul>
        )}
        <form onSubmit={save} className="mt-3 flex gap-2">
          <Input
            name="name"
            aria-label="Name of the view"
            placeholder="Name of this view"
            maxLength={60}
            required
          />
          <Button type="submit">Save</Button>
        </form>
      </div>
    </Popover>
  )
}
