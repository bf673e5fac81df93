/** Names of the cookies that hold preferences; none of them is secret. */
export const preferenceCookies = ['theme', 'density', 'zone', 'local-zone'] as const
export type PreferenceCookie = (typeof preferenceCookies)[number]

const yearSeconds = 365 * 24 * 3600

/** Keeps a preference in this browser for a year. */
export function rememberInCookie(name: PreferenceCookie, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari and on plain HTTP.
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${yearSeconds}; samesite=lax`
}
