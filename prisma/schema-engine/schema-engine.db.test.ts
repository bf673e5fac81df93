import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { databaseUrl } from '@/lib/testing/database/template'
import { prismaEnvironment } from '../run'

// Each step starts the CLI anew, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 180_000 })

const cli = createRequire(import.meta.url).resolve('prisma/build/index.js')
const serverUrl = inject('postgresUrl')

const schema = (fields = '') => `
  generator client {
    provider = "prisma-client"
    output   = "./generated"
  }
  datasource db {
    provider = "postgresql"
  }
  model Ship {
    id   Int    @id @default(autoincrement())
    name String @unique
    ${fields}
  }
`
/** A body that splitting at semicolons would tear apart. */
const trigger = `
  CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    NEW.name := upper(NEW.name);
    RETURN NEW;
  END $$;
  CREATE TRIGGER shout BEFORE INSERT ON "Ship" FOR EACH ROW EXECUTE FUNCTION shout();
`

let project: string
const url = databaseUrl(serverUrl, `engine_${process.pid}`)
const admin = new pg.Client({ connectionString: serverUrl })

beforeAll(async () => {
  // Inside the repository, so that the configuration file can import from node_modules.
  mkdirSync('.artifacts', { recursive: true })
  project = mkdtempSync(path.resolve('.artifacts/schema-engine-'))
  write('schema.prisma', schema())
  write(
    'prisma.config.ts',
    `import { defineConfig } from 'prisma/config'
     export default defineConfig({
       schema: 'schema.prisma',
       migrations: { path: 'migrations' },
       datasource: { url: process.env.DATABASE_URL },
     })`,
  )
  await admin.connect()
})
afterAll(async () => {
  rmSync(project, { recursive: true, force: true })
  await admin.query(`DROP DATABASE IF EXISTS engine_${process.pid} WITH (FORCE)`)
  await admin.end()
})

function write(name: string, text: string): void {
  const file = path.join(project, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** Runs Prisma's own CLI in the toy project. */
async function prisma(...argv: string[]): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [cli, ...argv], { cwd: project, env: prismaEnvironment(url) })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
    })
  }
  const [code] = await once(child, 'close')
  return { code, output }
}

async function rows(statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const result = await client.query(statement).finally(() => client.end())
  return result.rows
}

const drift = () =>
  prisma('migrate', 'diff', '--from-migrations', 'migrations', '--to-schema', 'schema.prisma', '--exit-code')

describe('Prisma on the offline schema engine, step by step', () => {
  it('generates the client', async () => {
    const { code, output } = await prisma('generate')
    expect(output).toContain('Generated Prisma Client')
    expect(code).toBe(0)
  })

  it('names the server when it cannot be reached', async () => {
    const child = spawn(process.execPath, [cli, 'migrate', 'status'], {
      cwd: project,
      env: prismaEnvironment('postgresql://nobody:x@127.0.0.1:1/none'),
    })
    let output = ''
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    const [code] = await once(child, 'close')
    expect(output).toMatch(/P1001.*127\.0\.0\.1:1/)
    expect(code).toBe(1)
  })

  it('creates the database and the first migration from zero', async () => {
    const { code, output } = await prisma('migrate', 'dev', '--name', 'init')
    expect(output).toContain('created and applied')
    expect(code).toBe(0)
    expect(await rows(`SELECT name FROM "Ship"`)).toEqual([])
  })

  it('applies a hand-written migration together with a generated one', async () => {
    write('migrations/20990101000000_shout/migration.sql', trigger)
    write('schema.prisma', schema('mast Int?'))
    const { code, output } = await prisma('migrate', 'dev', '--name', 'mast')
    expect(output).toContain('20990101000000_shout')
    expect(code).toBe(0)
    expect(await rows(`INSERT INTO "Ship" (name, mast) VALUES ('argo', 1) RETURNING name, mast`)).toEqual([
      { name: 'ARGO', mast: 1 },
    ])
  })

  it('sees no drift when migrations and schema agree, and names the column when they do not', async () => {
    expect(await drift()).toMatchObject({ code: 0, output: expect.stringContaining('No difference') })
    write('schema.prisma', schema('mast Int?\n sail Int?'))
    expect(await drift()).toMatchObject({ code: 2, output: expect.stringContaining('sail') })
    write('schema.prisma', schema('mast Int?'))
  })

  it('sees a column that somebody added by hand', async () => {
    await rows(`ALTER TABLE "Ship" ADD COLUMN rogue int`)
    const argv = [
      'migrate',
      'diff',
      '--from-config-datasource',
      '--to-schema',
      'schema.prisma',
      '--exit-code',
    ]
    expect(await prisma(...argv)).toMatchObject({ code: 2, output: expect.stringContaining('rogue') })
    await rows(`ALTER TABLE "Ship" DROP COLUMN rogue`)
    expect((await prisma(...argv)).code).toBe(0)
  })

  it('reports an edited migration by name', async () => {
    const file = 'migrations/20990101000000_shout/migration.sql'
    write(file, `${trigger}-- edited`)
    const { code, output } = await prisma('migrate', 'dev')
    expect(output).toMatch(/20990101000000_shout.* was modified after it was applied/)
    expect(code).not.toBe(0)
    write(file, trigger)
  })

  it('reports a failing migration by name, undoes it, and refuses to go on until it is resolved', async () => {
    write('migrations/20990102000000_broken/migration.sql', 'CREATE TABLE half (id int); SELECT 1/0;')
    const failed = await prisma('migrate', 'deploy')
    expect(failed.output).toMatch(/division by zero[\s\S]*20990102000000_broken/)
    expect(failed.code).toBe(1)
    expect(await rows(`SELECT to_regclass('half') AS half`)).toEqual([{ half: null }])

    const again = await prisma('migrate', 'deploy')
    expect(again.output).toMatch(/P3009[\s\S]*20990102000000_broken/)
    expect((await prisma('migrate', 'status')).output).toContain('20990102000000_broken')

    expect((await prisma('migrate', 'resolve', '--rolled-back', '20990102000000_broken')).code).toBe(0)
    write('migrations/20990102000000_broken/migration.sql', 'CREATE TABLE half (id int);')
    expect(await prisma('migrate', 'deploy')).toMatchObject({
      code: 0,
      output: expect.stringContaining('20990102000000_broken'),
    })
  })

  it('leaves no shadow database behind', async () => {
    const shadows = await admin.query("SELECT datname FROM pg_database WHERE datname LIKE 'prisma_shadow%'")
    expect(shadows.rows).toEqual([])
  })
})

describe('the migrations of this repository', () => {
  it('amount to exactly the schema files', async () => {
    const child = spawn(
      process.execPath,
      [
        cli,
        'migrate',
        'diff',
        '--from-migrations',
        'prisma/migrations',
        '--to-schema',
        'prisma/schema',
        '--exit-code',
      ],
      { env: prismaEnvironment(serverUrl), stdio: ['ignore', 'pipe', 'inherit'] },
    )
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    const [code] = await once(child, 'close')
    expect(output).toContain('No difference')
    expect(code).toBe(0)
  })

  it('are all of Postgres, which the lock file says', () => {
    expect(readFileSync('prisma/migrations/migration_lock.toml', 'utf8')).toContain('postgresql')
  })
})
