'use client'

import { Segmented } from '@/components/ui/segmented'
import { usePreferences } from '@/lib/client/preferences'
import { GalleryContent } from './gallery-content'
import { GalleryControls } from './gallery-controls'
import { GalleryForms } from './gallery-forms'

const themes = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const
const densities = [
  { value: 'comfortable', label: 'Comfortable' },
  { value: 'compact', label: 'Compact' },
] as const

/**
 * All primitives, in the theme and density that are chosen here: what is changed in `components/ui` is looked at here.
 * One at a time, because a theme belongs to the document: the tokens are worked out at its root.
 */
export function Gallery() {
  const { theme, setTheme, density, setDensity } = usePreferences()
  return (
    <main className="mx-auto max-w-[1100px] p-6">
      <header className="mb-6 flex flex-wrap items-center gap-3">
        <h1 className="mr-auto text-xl font-semibold">Gallery</h1>
        <Segmented label="Theme" segments={themes} value={theme} onChange={setTheme} />
        <Segmented label="Density" segments={densities} value={density} onChange={setDensity} />
      </header>
      <div className="flex flex-col gap-8">
        <GalleryControls />
        <GalleryContent />
        <GalleryForms />
      </div>
    </main>
  )
}
