'use client'

import { Bell, Ellipsis, Search } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog, Sheet } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'
import { LinkButton } from '@/components/ui/link-button'
import { Menu, MenuGroup, MenuItem, MenuRadioGroup, MenuSeparator } from '@/components/ui/menu'
import { Popover } from '@/components/ui/popover'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import { Spinner } from '@/components/ui/spinner'
import { Switch } from '@/components/ui/switch'
import { Tabs } from '@/components/ui/tabs'
import { Tooltip } from '@/components/ui/tooltip'
import { toastDone, toastFailed } from '@/lib/client/toasts'
import { Specimens } from './specimens'

const variants = ['primary', 'secondary', 'ghost', 'danger'] as const
const choices = [
  { value: 'one', label: 'One' },
  { value: 'two', label: 'Two' },
] as const
type Choice = (typeof choices)[number]['value']

/** What one presses, types and chooses in. */
export function GalleryControls() {
  const [choice, setChoice] = useState<Choice>('one')
  const [on, setOn] = useState(true)
  const [open, setOpen] = useState<'dialog' | 'sheet' | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <Specimens title="Buttons: plain, busy, disabled, refused with a reason">
        {variants.map((variant) => (
          <span key={variant} className="flex flex-wrap gap-2">
            <Button variant={variant}>{variant}</Button>
            <Button variant={variant} busy>
              busy
            </Button>
            <Button variant={variant} disabled>
              disabled
            </Button>
            <Button variant={variant} disabledReason="This needs the role operator.">
              refused
            </Button>
          </span>
        ))}
        <Button size="sm">small</Button>
        <Button size="lg">large</Button>
        <LinkButton href="#gallery">a link</LinkButton>
        <IconButton label="Notifications" shortcut="N">
          <Bell size={16} aria-hidden="true" />
        </IconButton>
        <IconButton label="Notifications" busy>
          <Bell size={16} aria-hidden="true" />
        </IconButton>
        <CopyButton text="copied" />
        <Spinner />
        <Kbd keys="mod+k" />
      </Specimens>
      <Specimens title="Fields: plain, with a hint, refused, disabled, monospaced">
        <Field label="Name">
          <Input placeholder="Name" />
        </Field>
        <Field label="With a hint" hint="Shown under the field">
          <Input defaultValue="kafka" icon={<Search size={14} aria-hidden="true" />} />
        </Field>
        <Field label="Refused" error="begins with a letter" required>
          <Input defaultValue="1kafka" />
        </Field>
        <Field label="Disabled">
          <Input disabled defaultValue="not now" />
        </Field>
        <Field label="Text">
          <Textarea mono rows={2} defaultValue={'cluster.tier == "internal"'} />
        </Field>
      </Specimens>
      <Specimens title="Choices">
        <Select label="Choice" options={choices} value={choice} onChange={setChoice} />
        <Select label="Nothing chosen" options={choices} value={null} onChange={setChoice} />
        <Select label="Disabled" options={choices} value="two" onChange={setChoice} disabled />
        <Segmented label="Segments" segments={choices} value={choice} onChange={setChoice} />
        <Switch checked={on} onChange={setOn}>
          Switch
        </Switch>
        <Checkbox checked={on} onChange={setOn}>
          Checkbox
        </Checkbox>
        <Checkbox checked={false} indeterminate onChange={() => {}} ariaLabel="In part" />
        <Checkbox checked disabled onChange={() => {}} ariaLabel="Disabled" />
      </Specimens>
      <Specimens title="Over the page">
        <Tooltip label="A tooltip">
          <Button>Tooltip</Button>
        </Tooltip>
        <Popover title="A popover" trigger={<Button>Popover</Button>}>
          A few controls, or a longer explanation.
        </Popover>
        <Menu
          trigger={
            <IconButton label="Menu">
              <Ellipsis size={16} aria-hidden="true" />
            </IconButton>
          }
        >
          <MenuItem onSelect={() => {}}>Edit…</MenuItem>
          <MenuItem onSelect={() => {}} disabled>
            Not now
          </MenuItem>
          <MenuSeparator />
          <MenuGroup label="Group">
            <MenuRadioGroup value={choice} onChange={setChoice} options={choices} />
          </MenuGroup>
          <MenuItem danger onSelect={() => {}}>
            Delete
          </MenuItem>
        </Menu>
        <Button onClick={() => setOpen('dialog')}>Dialog</Button>
        <Button onClick={() => setOpen('sheet')}>Sheet</Button>
        <Button onClick={() => toastDone('Done', 'It was done.')}>Toast</Button>
        <Button onClick={() => toastFailed('Refused', 'Why it was refused.')}>Toast of a refusal</Button>
        <Dialog
          open={open === 'dialog'}
          onOpenChange={close}
          title="Abort “Kafka 4.0”?"
          description="8,204 have not started and are cancelled."
          footer={
            <Button variant="danger" onClick={close}>
              Abort
            </Button>
          }
        />
        <Sheet open={open === 'sheet'} onOpenChange={close} title="A sheet">
          Details and longer forms.
        </Sheet>
      </Specimens>
      <Tabs
        value={choice}
        onChange={(next) => setChoice(next)}
        tabs={[
          { value: 'one', label: 'First tab', content: 'Its content' },
          { value: 'two', label: 'Second tab', count: '3', content: 'Other content' },
        ]}
      />
    </>
  )
}
