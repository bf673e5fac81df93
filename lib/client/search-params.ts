/** What a page is given of its URL's query; a name that is repeated comes as a list. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>

/** Takes one value of a query parameter: the first of a repeated one, null when absent or empty. */
export function oneParam(value: string | string[] | undefined): string | null {
  const first = Array.isArray(value) ? value[0] : value
  return first || null
}
