'use client'

import { CSPProvider } from '@base-ui/react/csp-provider'
import { Tooltip } from '@base-ui/react/tooltip'
import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Toaster } from '@/components/ui/toaster'
import { type Preferences, PreferencesProvider } from '@/lib/client/preferences'
import { makeQueryClient } from '@/lib/client/query-client'

/** What every page may rely on: preferences, the query cache, tooltips that follow one another, toasts. */
export function Providers({ preferences, children }: { preferences: Preferences; children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient)
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <PreferencesProvider initial={preferences}>
          <Tooltip.Provider delay={350}>{children}</Tooltip.Provider>
          <Toaster />
        </PreferencesProvider>
      </QueryClientProvider>
    </CSPProvider>
  )
}
