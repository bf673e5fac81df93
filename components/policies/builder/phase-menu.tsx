'use client'

import {
  ArrowDown,
  ArrowUp,
  ClipboardCopy,
  ClipboardPaste,
  Copy,
  MoreHorizontal,
  Rows2,
  Trash2,
} from 'lucide-react'
import { IconButton } from '@/components/ui/button'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import { toastFailed } from '@/lib/client/toasts'
import type { LaneActions } from './use-lane-actions'

/** Everything that can be done with a phase as a whole, with the keys that do it faster. */
export function PhaseMenu({
  index,
  count,
  inParallel,
  actions,
}: {
  index: number
  count: number
  /** Whether it starts together with the one above. */
  inParallel: boolean
  actions: LaneActions
}) {
  const paste = async () => {
    try {
      actions.paste(index, await navigator.clipboard.readText())
    } catch {
      toastFailed('The clipboard could not be read', 'Put the focus on the phase and press ⌘V or Ctrl+V.')
    }
  }
  return (
    <Menu
      trigger={
        <IconButton label={`Actions of phase ${index + 1}`} size="sm">
          <MoreHorizontal size={15} aria-hidden="true" />
        </IconButton>
      }
    >
      <MenuItem
        icon={<ArrowUp size={14} />}
        shortcut="alt+ArrowUp"
        disabled={index === 0}
        onSelect={() => actions.move(index, index - 1)}
      >
        Move up
      </MenuItem>
      <MenuItem
        icon={<ArrowDown size={14} />}
        shortcut="alt+ArrowDown"
        disabled={index === count - 1}
        onSelect={() => actions.move(index, index + 1)}
      >
        Move down
      </MenuItem>
      <MenuItem
        icon={<Rows2 size={14} />}
        shortcut="P"
        disabled={index === 0}
        onSelect={() => actions.parallel(index)}
      >
        {inParallel ? 'Start after the one above' : 'Start with the one above'}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Copy size={14} />} shortcut="D" onSelect={() => actions.duplicate(index)}>
        Duplicate
      </MenuItem>
      <MenuItem icon={<ClipboardCopy size={14} />} shortcut="mod+c" onSelect={() => actions.copy(index)}>
        Copy as YAML
      </MenuItem>
      <MenuItem icon={<ClipboardPaste size={14} />} shortcut="mod+v" onSelect={() => void paste()}>
        Paste below
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={<Trash2 size={14} />}
        shortcut="⌫"
        danger
        disabled={count === 1}
        onSelect={() => actions.remove(index)}
      >
        Remove
      </MenuItem>
    </Menu>
  )
}
