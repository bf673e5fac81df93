import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { Providers } from '@/components/layout/providers'
import { readPreferences } from '@/lib/client/read-preferences'

export const metadata: Metadata = {
  title: { default: 'Cluster Upgrader', template: '%s · Cluster Upgrader' },
  description: 'Operations on large fleets of clusters: planned in phases, watched live.',
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#0b0f14' },
  ],
}

/** The document. The theme is an attribute written by the server, so nothing flashes and no script is needed. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies()
  const preferences = readPreferences((name) => jar.get(name)?.value)
  return (
    <html
      lang="en"
      data-theme={preferences.theme === 'system' ? undefined : preferences.theme}
      data-density={preferences.density === 'compact' ? 'compact' : undefined}
      suppressHydrationWarning
    >
      <body>
        <div id="root">
          <Providers preferences={preferences}>{children}</Providers>
        </div>
      </body>
    </html>
  )
}
