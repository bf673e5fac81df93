import { CircleAlert, Info, OctagonAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '@/lib/client/cx'

const looks = {
  info: { ground: 'bg-accent-soft', ink: 'text-accent', Icon: Info },
  warning: { ground: 'bg-warning-soft', ink: 'text-warning', Icon: CircleAlert },
  danger: { ground: 'bg-danger-soft', ink: 'text-danger', Icon: OctagonAlert },
} as const

/** A remark that must not be missed, in the place it is about. `role="alert"` only for what just happened. */
export function Callout({
  tone = 'info',
  title,
  action,
  role,
  children,
}: {
  tone?: keyof typeof looks
  title?: ReactNode
  action?: ReactNode
  role?: 'alert' | 'status'
  children?: ReactNode
}) {
  const { ground, ink, Icon } = looks[tone]
  return (
    <div role={role} className={cx('flex flex-wrap items-start gap-2.5 rounded-lg px-3 py-2.5', ground)}>
      <span className={cx('mt-0.5 shrink-0', ink)}>
        <Icon size={16} aria-hidden="true" />
      </span>
      <div className="min-w-0 flex-1 basis-40 text-sm">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className={cx('text-pretty', title ? 'text-ink-2' : null)}>{children}</div> : null}
      </div>
      {action}
    </div>
  )
}
