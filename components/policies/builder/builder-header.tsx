'use client'

import { Redo2, Rocket, Undo2 } from 'lucide-react'
import type { TextHistory } from '@/components/documents/use-text-history'
import { Badge } from '@/components/ui/badge'
import { Button, IconButton } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import type { Saving } from './use-draft'

/** What stands above the builder: whose text this is, what became of it, and what can be done with all of it. */
export function BuilderHeader({
  name,
  title,
  text,
  published,
  saving,
  publishRefusal,
  onPublish,
}: {
  name: string
  title: string
  text: TextHistory
  published: { source: string; revision: number } | null
  saving: Saving
  /** Why it cannot be published now; null = it can. */
  publishRefusal: string | null
  onPublish: () => void
}) {
  const changed = text.source !== published?.source
  return (
    <PageHeader
      title={title}
      meta={
        <>
          <code className="ident">{name}</code>
          {published ? <span>revision {published.revision}</span> : <Badge tone="accent">new</Badge>}
          {published && changed ? <Badge tone="warning">unpublished changes</Badge> : null}
          <span role="status">{savingWords[saving]}</span>
        </>
      }
      actions={
        <>
          <IconButton label="Undo" shortcut="mod+z" disabled={!text.canUndo} onClick={text.undo}>
            <Undo2 size={16} aria-hidden="true" />
          </IconButton>
          <IconButton label="Redo" shortcut="mod+shift+z" disabled={!text.canRedo} onClick={text.redo}>
            <Redo2 size={16} aria-hidden="true" />
          </IconButton>
          {published && changed ? (
            <Button variant="ghost" onClick={() => text.edit(() => published.source)}>
              Back to the published text
            </Button>
          ) : null}
          {published ? (
            <LinkButton href={`/rollouts/new?policy=${encodeURIComponent(name)}`}>
              <Rocket size={14} aria-hidden="true" /> Start a rollout
            </LinkButton>
          ) : null}
          <Button variant="primary" disabledReason={publishRefusal} onClick={onPublish}>
            Publish…
          </Button>
        </>
      }
    />
  )
}

const savingWords: Readonly<Record<Saving, string>> = {
  idle: '',
  saving: 'Saving your draft…',
  saved: 'Draft saved, visible to you only',
  failed: 'The draft could not be saved; keep this page open',
}
