/** The call of the API that does the same as the button beside it. */
export function ApiLine({ call }: { call: string }) {
  return (
    <p className="text-2xs text-ink-3">
      <code className="break-all">{call}</code>
    </p>
  )
}
