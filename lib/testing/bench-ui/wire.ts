import type { CDPSession } from '@playwright/test'

/** Counts the bytes that a page receives from addresses that match, as they come over the wire. */
export async function countBytes(cdp: CDPSession, matching: RegExp): Promise<() => number> {
  const ids = new Set<string>()
  let bytes = 0
  cdp.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (matching.test(request.url)) ids.add(requestId)
  })
  cdp.on('Network.dataReceived', ({ requestId, dataLength, encodedDataLength }) => {
    // A stream that is still open may not say what came encoded.
    if (ids.has(requestId)) bytes += encodedDataLength || dataLength
  })
  await cdp.send('Network.enable')
  return () => bytes
}
