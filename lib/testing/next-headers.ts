let sent = new Headers()

/** Stands in for `next/headers`, which knows requests only inside of Next: answers what `sendHeaders` was told last. */
export const headers = async (): Promise<Headers> => sent

/** Says what the browser of a test's caller sends from now on; every server action reads it. */
export function sendHeaders(init: HeadersInit = {}): void {
  sent = new Headers(init)
}
