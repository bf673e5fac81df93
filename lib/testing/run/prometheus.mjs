import { installPackages, onPath } from './provide.mjs'

/**
 * Sees to it that there is a Prometheus: the one on the PATH, else Debian's package.
 * @returns undefined, or what would bring it.
 */
export async function providePrometheus() {
  if (onPath('prometheus')) return undefined
  await installPackages('prometheus')
  if (onPath('prometheus')) return undefined
  return 'Put `prometheus` on the PATH (`apt-get install prometheus`), then run `npm run test:prometheus`.'
}
