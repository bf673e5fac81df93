import type { FirstAdmin } from '../members/bootstrap-admin'
import { say } from './say'

/** Says where the product is and, once, how to get in. */
export function welcome(address: string, firstAdmin: FirstAdmin | null): void {
  say('')
  say(`  Cluster Upgrader is ready:  ${address}`)
  if (firstAdmin) sayLogin(firstAdmin)
  say('')
  say('  Ctrl-C stops it.')
  say('')
}

/** Says how to sign in for the first time. */
export function sayLogin({ username, password }: FirstAdmin): void {
  say(`  First login:                ${username}`)
  if (password) say(`  Password (shown only now):  ${password}`)
}
