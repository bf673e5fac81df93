/** The product's mark: a block of clusters, one of them lifted. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg viewBox="0 0 20 20" width={size} height={size} aria-hidden="true" className="shrink-0">
      <rect x="2" y="11" width="7" height="7" rx="1.5" fill="currentColor" />
      <rect x="2" y="2" width="7" height="7" rx="1.5" fill="currentColor" opacity="0.4" />
      <rect x="11" y="11" width="7" height="7" rx="1.5" fill="currentColor" opacity="0.4" />
      <path d="M11 6.5L14.5 3L18 6.5M14.5 3.4V9" fill="none" stroke="var(--color-accent)" strokeWidth="2" />
    </svg>
  )
}
