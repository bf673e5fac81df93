/** The look shared by all that floats: menus, selects, popovers. */
export const popupClass =
  'origin-[var(--transform-origin)] rounded-lg bg-raised text-ink shadow-raised outline-none transition-[scale,opacity] duration-100 ease-out data-ending-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:scale-[0.98] data-starting-style:opacity-0'

/** One line of a list that floats. */
export const popupItemClass =
  'flex min-h-7 cursor-default items-center gap-2 rounded-md px-2 py-1 text-sm outline-none select-none data-highlighted:bg-active data-disabled:text-ink-3'
