import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { describeSettings, misspeltVariables, readEnv } from './env'

describe('readEnv', () => {
  it('has a working default for everything', () => {
    expect(readEnv({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      databaseUrl: undefined,
      dataDir: path.resolve('.data'),
      sample: true,
      privateNetworks: [],
      workers: 1,
    })
  })

  it('takes an empty variable for unset', () => {
    expect(readEnv({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 3000, databaseUrl: undefined })
  })

  it('reads every variable in its own form', () => {
    const env = readEnv({
      PORT: '8080',
      UPGRADER_DATA_DIR: 'elsewhere',
      UPGRADER_SAMPLE: '0',
      UPGRADER_PRIVATE_NETWORKS: '127.0.0.0/8, fd00::/8',
      UPGRADER_WORKERS: '0',
    })
    expect(env).toMatchObject({
      port: 8080,
      dataDir: path.resolve('elsewhere'),
      sample: false,
      privateNetworks: ['127.0.0.0/8', 'fd00::/8'],
      workers: 0,
    })
  })

  it.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_URL', 'localhost'],
    ['UPGRADER_SAMPLE', 'no'],
    ['UPGRADER_PRIVATE_NETWORKS', '10.0.0.0'],
    ['UPGRADER_PRIVATE_NETWORKS', '10.0.0.0/8,10.0.0.0/99'],
    ['UPGRADER_WORKERS', '-1'],
    ['UPGRADER_ADMIN_PASSWORD', 'short'],
    ['NEXTAUTH_SECRET', 'short'],
    ['UPGRADER_LOG_LEVEL', 'loud'],
  ])('refuses %s=%s and names it', (variable, value) => {
    expect(() => readEnv({ [variable]: value })).toThrow(variable)
  })

  it('names every wrong variable at once', () => {
    expect(() => readEnv({ PORT: 'x', UPGRADER_WORKERS: 'y' })).toThrow(/PORT[\s\S]*UPGRADER_WORKERS/)
  })
})

describe('describeSettings', () => {
  it('lists each variable with its default', () => {
    const help = describeSettings()
    expect(help).toMatch(/PORT +port of the web server \(default 3000\)/)
    expect(help).toMatch(/UPGRADER_DATA_DIR +.*\(default \.data\)/)
    expect(help).toMatch(/DATABASE_URL +an existing Postgres/)
  })
})

describe('misspeltVariables', () => {
  it('finds a misspelt name and leaves others alone', () => {
    const source = { UPGRADER_SAMPEL: '0', UPGRADER_SAMPLE: '0', UPGRADER_URL: 'x', PATH: '/bin' }
    expect(misspeltVariables(source)).toEqual([{ set: 'UPGRADER_SAMPEL', meant: 'UPGRADER_SAMPLE' }])
  })
})
