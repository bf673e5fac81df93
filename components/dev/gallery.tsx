'use client'

import { GalleryContent } from './gallery-content'
import { GalleryControls } from './gallery-controls'
import { GalleryForms } from './gallery-forms'

/** All primitives, in both themes at once: what is changed in `components/ui` is looked at here. */
export function Gallery() {
  return (
    <main className="grid xl:grid-cols-2">
      {(['light', 'dark'] as const).map((theme) => (
        <div key={theme} style={{ colorScheme: theme }} className="min-w-0 bg-canvas p-6 text-ink">
          <h1 className="mb-6 text-xl font-semibold">Gallery, {theme}</h1>
          <div className="flex flex-col gap-8">
            <GalleryControls />
            <GalleryContent />
            <GalleryForms />
          </div>
        </div>
      ))}
    </main>
  )
}
