'use client'

import { useState } from 'react'
import { ApiLine } from '@/components/ui/api-line'
import { Button } from '@/components/ui/button'
import { DownloadButton } from '@/components/ui/download-button'
import { Drawer } from '@/components/ui/drawer'
import { Input } from '@/components/ui/input'
import { MomentFields, useMoment } from '@/components/ui/moment-fields'
import { PageHeader } from '@/components/ui/page-header'
import { QueryView } from '@/components/ui/query-view'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { Segmented } from '@/components/ui/segmented'
import { Toolbar, ToolbarSpace } from '@/components/ui/toolbar'
import { WeekdayToggles } from '@/components/ui/weekday-toggles'
import { Specimens } from './specimens'

const looks = [
  { value: 'table', label: 'Table' },
  { value: 'map', label: 'Map' },
] as const
const nothing = { data: undefined, error: null, refetch: async () => {} } as unknown as Query
type Query = Parameters<typeof QueryView<string>>[0]['query']

/** What is made of smaller parts: heads of pages, toolbars, moments, panels, and what a query holds. */
export function GalleryForms() {
  const [moment, change] = useMoment()
  const [days, setDays] = useState<readonly string[]>(['mon', 'tue'])
  const [look, setLook] = useState<(typeof looks)[number]['value']>('table')
  const [open, setOpen] = useState<'drawer' | 'reason' | 'refused' | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <PageHeader
        title="The head of a page"
        meta={<span>what can be said of it in a line</span>}
        actions={<Button variant="primary">Act</Button>}
      />
      <Toolbar label="A toolbar">
        <Input size="sm" className="w-40" placeholder="Search" />
        <Segmented label="Shown as" segments={looks} value={look} onChange={setLook} />
        <ToolbarSpace />
        <DownloadButton file="text.txt" type="text/plain" text="text" label="Download" />
      </Toolbar>
      <MomentFields label="Starts" moment={moment} onChange={change} />
      <WeekdayToggles chosen={days} onChange={setDays} />
      <ApiLine call={'POST /api/v1/rollouts/7/pause {"reason": "…"}'} />
      <Specimens title="Panels">
        <Button onClick={() => setOpen('drawer')}>Drawer</Button>
        <Button onClick={() => setOpen('reason')}>Asks for a reason</Button>
        <Button onClick={() => setOpen('refused')}>Asks, and was refused</Button>
      </Specimens>
      <Drawer open={open === 'drawer'} onOpenChange={close} title="kafka-aws-eu-west-1-01">
        <p className="p-4">The page behind it stays usable.</p>
      </Drawer>
      {open === 'reason' || open === 'refused' ? (
        <ReasonDialog
          title="Stop the line?"
          description="Nothing new starts anywhere."
          verb="Stop the line"
          danger
          call={'POST /api/v1/line/stop {"reason": "…"}'}
          busy={false}
          error={open === 'refused' ? new Error('The line is stopped already.') : null}
          onSubmit={close}
          onClose={close}
        />
      ) : null}
      <div className="grid gap-4 sm:grid-cols-3">
        <QueryView query={nothing} what="A list" rows={3}>
          {() => null}
        </QueryView>
        <QueryView query={{ ...nothing, error: new Error('It took too long.') } as Query} what="A list">
          {() => null}
        </QueryView>
        <QueryView query={{ ...nothing, data: 'what it holds' } as Query} what="A list">
          {(data) => <p>{data}</p>}
        </QueryView>
      </div>
    </>
  )
}
