'use client'

import { Download } from 'lucide-react'
import { download } from '@/lib/client/csv'
import { Button } from './button'

/** Hands a text over as a file. */
export function DownloadButton({
  file,
  type,
  text,
  label,
}: {
  file: string
  type: string
  text: string
  label: string
}) {
  return (
    <Button size="sm" onClick={() => download(file, type, text)}>
      <Download size={14} aria-hidden="true" /> {label}
    </Button>
  )
}
