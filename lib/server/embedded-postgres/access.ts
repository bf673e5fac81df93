import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'

/** How to reach the server of a data directory. Kept in it, readable by its owner only. */
export interface Access {
  port: number
  /** Superuser; used to set the server up, never by the product. */
  adminPassword: string
  /** Owner of the product's database; may create databases and nothing else. */
  password: string
}

const file = (dataDir: string) => path.join(dataDir, 'postgres.json')

/** Reads how to reach the server of a data directory; undefined when none was ever made there. */
export function readAccess(dataDir: string): Access | undefined {
  if (!existsSync(file(dataDir))) return undefined
  return JSON.parse(readFileSync(file(dataDir), 'utf8')) as Access
}

/** Keeps how to reach the server, with mode 0600. */
export function writeAccess(dataDir: string, access: Access): void {
  writeFileSync(file(dataDir), `${JSON.stringify(access, null, 2)}\n`, { mode: 0o600 })
}

/** Makes new random passwords and picks a free port. */
export async function newAccess(): Promise<Access> {
  const secret = () => randomBytes(24).toString('base64url')
  return { port: await freePort(), adminPassword: secret(), password: secret() }
}

/** The connection URL of one database on this server. */
export function accessUrl(access: Access, database = 'upgrader'): string {
  return `postgresql://upgrader:${access.password}@127.0.0.1:${access.port}/${database}`
}

/** The superuser's connection URL, on the maintenance database. */
export function adminUrl(access: Access): string {
  return `postgresql://postgres:${access.adminPassword}@127.0.0.1:${access.port}/postgres`
}

/** A TCP port on loopback that nobody listens on at the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Tells whether a TCP port can be listened on. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })
}
