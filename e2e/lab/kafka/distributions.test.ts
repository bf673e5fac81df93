import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ensureDistribution, linkHomes, pomFor, versionOfHome } from './distributions'
import { compareVersions, libsOf } from './runbooks/lib/distribution.mjs'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'distributions-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

function unpackedKafka(version: string): string {
  const home = path.join(folder, `unpacked-${version}`)
  mkdirSync(path.join(home, 'libs'), { recursive: true })
  writeFileSync(path.join(home, 'libs', `kafka_2.13-${version}.jar`), '')
  return home
}

it("uses the user's own distributions under the version their jars have", () => {
  const root = path.join(folder, 'root')
  expect(linkHomes(root, [unpackedKafka('3.9.1'), unpackedKafka('4.3.1')])).toEqual(['3.9.1', '4.3.1'])
  expect(libsOf(root, '4.3.1')).toBe(path.join(root, '4.3.1', 'libs'))
  expect(linkHomes(root, [unpackedKafka('3.9.1')]), 'a second time').toEqual(['3.9.1'])
})

it('refuses a folder that holds no Kafka', () => {
  expect(() => versionOfHome(folder)).toThrow('is no Kafka distribution')
})

it('says what to install when jars are missing and so is Maven', async () => {
  const fetching = ensureDistribution(folder, '4.4.0', { PATH: folder, NODE_ENV: 'test' })
  await expect(fetching).rejects.toThrow('apt-get install -y maven, or set KAFKA_HOME_4')
})

it('never lets a version become another path', () => {
  for (const version of ['../4.4.0', '4.4', '4.4.0/x', ''])
    expect(() => libsOf(folder, version)).toThrow('is not a Kafka version')
})

it('compares versions number by number', () => {
  expect(compareVersions('3.10.0', '3.9.2')).toBeGreaterThan(0)
  expect(compareVersions('4.4.0', '4.4.0')).toBe(0)
})

it('asks for the logging library that belongs to the release', () => {
  expect(pomFor('3.9.2')).toContain('slf4j-reload4j')
  expect(pomFor('4.4.0')).toContain('log4j-slf4j-impl')
})
