/** The look shared by fields one types or chooses in. */
export const controlClass =
  'w-full min-w-0 rounded-md bg-surface px-2.5 text-sm text-ink ring-1 ring-inset ring-line-strong transition-shadow hover:not-disabled:ring-control focus-visible:outline-2 focus-visible:-outline-offset-1 aria-invalid:ring-danger data-invalid:ring-danger disabled:bg-sunken disabled:text-ink-3 data-disabled:bg-sunken data-disabled:text-ink-3 any-pointer-coarse:text-lg'
