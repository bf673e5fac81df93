/** Keys of a shortcut, written as on the keyboard: `⌘ K`. Several keys are separated by a space. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="inline-flex gap-0.5">
      {keys.split(' ').map((key) => (
        <kbd
          key={key}
          className="inline-flex h-[1.125rem] min-w-[1.125rem] items-center justify-center rounded-sm bg-hover px-1 text-2xs text-ink-2 ring-1 ring-inset ring-line-strong"
        >
          {key}
        </kbd>
      ))}
    </span>
  )
}
