'use client'

import { Segmented } from '@/components/ui/segmented'
import { densityChoices, themeChoices } from '@/lib/client/looks'
import { usePreferences } from '@/lib/client/preferences'
import { GalleryContent } from './gallery-content'
import { GalleryControls } from './gallery-controls'
import { GalleryForms } from './gallery-forms'

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
        <Segmented label="Theme" segments={themeChoices} value={theme} onChange={setTheme} />
        <Segmented label="Density" segments={densityChoices} value={density} onChange={setDensity} />
      </header>
      <div className="flex flex-col gap-8">
        <GalleryControls />
        <GalleryContent />
        <GalleryForms />
      </div>
    </main>
  )
}
