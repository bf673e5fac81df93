/**
 * Gives the path to return to after signing in, or `/`. Only paths of this site: no other host, no scheme,
 * neither `//host` nor `/\host`, and not the sign-in page itself.
 */
export function safeReturn(from: string | string[] | undefined): string {
  if (typeof from !== 'string' || !/^\/(?![/\\])/.test(from)) return '/'
  const url = new URL(from, 'http://site.invalid')
  if (url.host !== 'site.invalid' || url.pathname.startsWith('/sign-in')) return '/'
  return url.pathname + url.search + url.hash
}
