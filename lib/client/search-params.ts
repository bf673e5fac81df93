/** What a page is given of its URL's query; a name that is repeated comes as a list. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>
