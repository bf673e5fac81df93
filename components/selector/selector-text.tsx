/** What the selector `true`, and one without conditions, takes. */
export const everyCluster = 'every cluster'

/** Shows a selector as it was written; in words where it takes every cluster. */
export function SelectorText({ source }: { source: string }) {
  return source === 'true' ? everyCluster : <code className="ident break-words">{source}</code>
}
