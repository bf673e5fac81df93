import { existsSync, readFileSync } from 'node:fs'
import type { NextConfig } from 'next'

/**
 * Names the build, the same while it is made and while it runs: browsers with pages of another build reload
 * instead of calling actions that are gone.
 */
const deploymentId = existsSync('dist/build-id') ? readFileSync('dist/build-id', 'utf8') : undefined

const config: NextConfig = {
  deploymentId,
  poweredByHeader: false,
  reactStrictMode: true,
  // Both find files beside their own modules.
  serverExternalPackages: ['pg', 'pino', 'graphile-worker'],
  // `npm run verify` checks the types, also in CI; whoever only starts the product need not wait for it.
  typescript: { ignoreBuildErrors: true },
  experimental: { serverActions: { bodySizeLimit: '1mb' } },
}

export default config
