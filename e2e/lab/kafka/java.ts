import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

const needed = 17

/** Finds a Java of version 17 or newer (JAVA_HOME first, then PATH), or says what to install. */
export function findJava(env: NodeJS.ProcessEnv): string {
  const candidates = [env.JAVA_HOME ? path.join(env.JAVA_HOME, 'bin', 'java') : null, onPath('java', env)]
  for (const java of candidates) {
    if (java !== null && existsSync(java) && majorVersion(java) >= needed) return java
  }
  throw new Error(
    `the Kafka lab needs Java ${needed} or newer: apt-get install -y openjdk-17-jre-headless, or set JAVA_HOME`,
  )
}

/** Finds an executable on the PATH, or answers null. */
export function onPath(name: string, env: NodeJS.ProcessEnv): string | null {
  const folders = (env.PATH ?? '').split(path.delimiter).filter(Boolean)
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? null
}

function majorVersion(java: string): number {
  const { stdout, stderr } = spawnSync(java, ['-XshowSettings:properties', '-version'], { encoding: 'utf8' })
  return Number(/java\.specification\.version = (\d+)/.exec(`${stdout}${stderr}`)?.[1] ?? 0)
}
