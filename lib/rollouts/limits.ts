/** The longest name of anything that an input may give; longer ones are refused before anything is read. */
export const maxNameLength = 253

/** Most rows of a page, and how many one gets without asking. */
export const pageLimit = { default: 100, max: 1_000 } as const
