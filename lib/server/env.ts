import path from 'node:path'
import { closest, distance } from 'fastest-levenshtein'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'

/** One environment variable: its name, what it means to whoever sets it, and how its text is read. */
interface Setting<Schema extends z.ZodType> {
  variable: string
  meaning: string
  schema: Schema
}

const setting = <Schema extends z.ZodType>(
  variable: string,
  meaning: string,
  schema: Schema,
): Setting<Schema> => ({ variable, meaning, schema })

const text = z.string().optional()
const file = z.string().transform((name) => path.resolve(name))
const networks = z
  .string()
  .default('')
  .transform((list) => list.split(/[\s,]+/).filter(Boolean))
  .pipe(
    z.array(
      z.string().refine(ipaddr.isValidCIDR, 'must be CIDR networks such as 10.0.0.0/8, split by commas'),
    ),
  )

/** Every environment variable that Cluster Upgrader reads. Nothing else in the code asks `process.env`. */
const settings = {
  port: setting('PORT', 'port of the web server', z.coerce.number().int().min(1).max(65535).default(3000)),
  host: setting('HOST', 'address the web server listens on', z.string().default('127.0.0.1')),
  publicUrl: setting(
    'NEXTAUTH_URL',
    'address under which browsers reach it; unset = this machine',
    z.url().optional(),
  ),
  databaseUrl: setting(
    'DATABASE_URL',
    'an existing Postgres, 15 or newer; unset = the embedded one',
    z.url({ protocol: /^postgres(ql)?$/, error: 'must start with postgresql://' }).optional(),
  ),
  dataDir: setting(
    'UPGRADER_DATA_DIR',
    'where the embedded Postgres and generated secrets live',
    file.default(() => path.resolve('.data')),
  ),
  bootstrapToken: setting(
    'UPGRADER_BOOTSTRAP_TOKEN',
    'an admin API token that exists from the first start',
    text,
  ),
  adminPassword: setting(
    'UPGRADER_ADMIN_PASSWORD',
    "first admin's password; unset = one is made and printed once",
    z.string().min(12, 'must have at least 12 characters').optional(),
  ),
  sample: setting(
    'UPGRADER_SAMPLE',
    '0 = no sample fleet in an empty database',
    z
      .enum(['0', '1'])
      .default('1')
      .transform((value) => value === '1'),
  ),
  privateNetworks: setting(
    'UPGRADER_PRIVATE_NETWORKS',
    'CIDR list that drivers may reach besides public addresses, e.g. 127.0.0.0/8',
    networks,
  ),
  runbooks: setting(
    'UPGRADER_RUNBOOKS',
    "directory of runbooks that the command driver may run, on the worker's host",
    file.optional(),
  ),
  workers: setting(
    'UPGRADER_WORKERS',
    'worker processes started by npm start; more can run anywhere with npm run worker',
    z.coerce.number().int().min(0).max(64).default(1),
  ),
  archiveAfterDays: setting(
    'UPGRADER_ARCHIVE_AFTER_DAYS',
    'days after its end until the events of a rollout are compressed into the archive; 0 = never',
    z.coerce.number().int().min(0).max(36_500).default(30),
  ),
  sessionSecret: setting(
    'NEXTAUTH_SECRET',
    'signs session cookies, the same for all web servers; unset = made once and kept in the data directory',
    z.string().min(32, 'must have at least 32 characters').optional(),
  ),
  secretKeyFile: setting(
    'UPGRADER_SECRET_KEY_FILE',
    'file with the key that encrypts stored secrets: 32 bytes in base64; unset = made in the data directory',
    file.optional(),
  ),
  logLevel: setting(
    'UPGRADER_LOG_LEVEL',
    'trace, debug, info, warn, error or silent',
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  ),
}

type Settings = typeof settings

/** The configuration of this process, read and checked. */
export type Env = { readonly [Key in keyof Settings]: z.output<Settings[Key]['schema']> }

/**
 * Reads the configuration; an empty variable counts as unset.
 * @throws with every variable that is wrong and what it must be.
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  const problems: string[] = []
  const entries = Object.entries(settings).map(([key, { variable, schema }]) => {
    const result = schema.safeParse(source[variable] || undefined)
    if (!result.success) {
      problems.push(`${variable}: ${result.error.issues.map((issue) => issue.message).join('; ')}`)
    }
    return [key, result.data]
  })
  if (problems.length > 0) throw new Error(`Wrong configuration.\n${problems.join('\n')}`)
  return Object.fromEntries(entries) as Env
}

let ofThisProcess: Env | undefined

/** The configuration of this process, read at the first call. For entry points; everything else is given what it needs. */
export function environment(): Env {
  ofThisProcess ??= readEnv(process.env)
  return ofThisProcess
}

/** The variables as `npm start -- --help` prints them: name, meaning and default, one per line. */
export function describeSettings(): string {
  const all = Object.values(settings)
  const width = Math.max(...all.map(({ variable }) => variable.length))
  return all
    .map(({ variable, meaning, schema }) => `  ${variable.padEnd(width)}  ${meaning}${shownDefault(schema)}`)
    .join('\n')
}

function shownDefault(schema: z.ZodType): string {
  const value = schema.parse(undefined)
  if (typeof value !== 'string' && typeof value !== 'number') return ''
  return ` (default ${typeof value === 'string' ? path.relative('', value) || value : value})`
}

/** Set variables that are not ours but nearly: misspelt, most likely, and then silently without effect. */
export function misspeltVariables(
  source: Record<string, string | undefined>,
): { set: string; meant: string }[] {
  const known = Object.values(settings).map(({ variable }) => variable)
  return Object.keys(source)
    .filter((name) => name.startsWith('UPGRADER_') && !known.includes(name))
    .map((name) => ({ set: name, meant: closest(name, known) }))
    .filter(({ set, meant }) => distance(set, meant) <= 3)
}
