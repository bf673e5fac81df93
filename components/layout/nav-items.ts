import {
  Boxes,
  CalendarOff,
  CircleCheckBig,
  House,
  ListTree,
  type LucideIcon,
  Rocket,
  ScrollText,
  Settings,
  Wrench,
} from 'lucide-react'

export interface NavItem {
  href: string
  label: string
  icon: LucideIcon
  /** Second key after `g`. */
  key: string
}

/** The console's places, in the order of the rail. */
export const navItems: readonly NavItem[] = [
  { href: '/', label: 'Home', icon: House, key: 'h' },
  { href: '/rollouts', label: 'Rollouts', icon: Rocket, key: 'r' },
  { href: '/approvals', label: 'Approvals', icon: CircleCheckBig, key: 'a' },
  { href: '/clusters', label: 'Fleet', icon: Boxes, key: 'f' },
  { href: '/policies', label: 'Policies', icon: ListTree, key: 'p' },
  { href: '/operations', label: 'Operations', icon: Wrench, key: 'o' },
  { href: '/freezes', label: 'Freezes', icon: CalendarOff, key: 'z' },
  { href: '/audit', label: 'Audit', icon: ScrollText, key: 'u' },
  { href: '/settings', label: 'Settings', icon: Settings, key: 's' },
]

/** Tells whether a path lies in a place. */
export const isIn = (path: string, href: string): boolean =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)
