import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { onPath } from './java'
import { compareVersions } from './runbooks/lib/distribution.mjs'

/** Names the Kafka version of an unpacked distribution by the core jar in its `libs`; throws when there is none. */
export function versionOfHome(home: string): string {
  const libs = path.join(home, 'libs')
  const names = existsSync(libs) ? readdirSync(libs) : []
  const version = names.map((name) => /^kafka_2\.13-(\d+\.\d+\.\d+)\.jar$/.exec(name)?.[1]).find(Boolean)
  if (!version) throw new Error(`${home} is no Kafka distribution: libs/kafka_2.13-<version>.jar is missing`)
  return version
}

/** Links the distributions that the user has unpacked into `root`, each under its version, and answers those. */
export function linkHomes(root: string, homes: readonly string[]): string[] {
  mkdirSync(root, { recursive: true })
  return homes.map((home) => {
    const version = versionOfHome(home)
    const target = path.join(root, version)
    if (!existsSync(target)) symlinkSync(path.resolve(home), target, 'dir')
    return version
  })
}

/**
 * Makes sure that the jars of one Kafka version are in `root/<version>/libs`, fetching them from Maven Central when
 * they are not. They appear under their name only when all of them have arrived, so an interrupted fetch is
 * simply started again.
 */
export async function ensureDistribution(
  root: string,
  version: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const target = path.join(root, version)
  if (existsSync(path.join(target, 'libs'))) return
  const maven = onPath('mvn', env)
  if (maven === null) {
    const home = `KAFKA_HOME_${version.split('.')[0]}`
    throw new Error(
      `Kafka ${version} is not here yet and Maven, which fetches it, is missing: apt-get install -y maven, or set ${home} to an unpacked Kafka`,
    )
  }
  const fetched = path.join(root, `.fetching-${version}-${process.pid}`)
  mkdirSync(fetched, { recursive: true })
  try {
    writeFileSync(path.join(fetched, 'pom.xml'), pomFor(version))
    await copyDependencies(maven, fetched)
    if (versionOfHome(fetched) !== version) throw new Error(`Maven brought another Kafka than ${version}`)
    moveUnlessThere(fetched, target)
  } finally {
    rmSync(fetched, { recursive: true, force: true })
  }
}

/** Two fetches may end at the same time: the second one leaves what the first has brought. */
function moveUnlessThere(fetched: string, target: string): void {
  try {
    renameSync(fetched, target)
  } catch (error) {
    if (!existsSync(path.join(target, 'libs'))) throw error
  }
}

async function copyDependencies(maven: string, folder: string): Promise<void> {
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'
  const argv = ['-q', '-B', goal, '-DincludeScope=runtime', `-DoutputDirectory=${path.join(folder, 'libs')}`]
  try {
    await promisify(execFile)(maven, argv, { cwd: folder, timeout: 600_000 })
  } catch (error) {
    const { stdout = '', message } = error as { stdout?: string; message: string }
    throw new Error(`Maven could not fetch Kafka:\n${stdout.trim() || message}`)
  }
}

/** Renders the project file that makes Maven bring one Kafka version with the logging its distribution ships. */
export function pomFor(version: string): string {
  const [group, artifact, bindingVersion] =
    compareVersions(version, '4.0.0') < 0
      ? ['org.slf4j', 'slf4j-reload4j', '1.7.36']
      : ['org.apache.logging.log4j', 'log4j-slf4j-impl', '2.25.5']
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>kafka-lab</groupId>
  <artifactId>kafka-lab</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${version}</version></dependency>
    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${bindingVersion}</version></dependency>
  </dependencies>
</project>
`
}
