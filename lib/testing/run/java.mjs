import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { installPackages, onPath } from './provide.mjs'

const javaLeast = 17

/**
 * Sees to it that the Kafka lab can run: Java, and Maven to fetch Kafka unless two Kafkas are named.
 * @returns undefined, or what is missing and the command that would bring it.
 */
export async function provideKafkaTools() {
  const wanted = missingPackages()
  if (wanted.length === 0) return undefined
  await installPackages(...wanted)
  const missing = missingPackages()
  if (missing.length === 0) return undefined
  return (
    `needs Java ${javaLeast} or newer and Maven: apt-get install ${missing.join(' ')} ` +
    '(or, instead of Maven, KAFKA_HOME_3 and KAFKA_HOME_4 with unpacked Kafka distributions)'
  )
}

function missingPackages() {
  const { KAFKA_HOME_3, KAFKA_HOME_4 } = process.env
  const hasKafka = Boolean(KAFKA_HOME_3 && KAFKA_HOME_4) || onPath('mvn') !== undefined
  return [...(javaVersion() >= javaLeast ? [] : ['default-jre-headless']), ...(hasKafka ? [] : ['maven'])]
}

function javaVersion() {
  const home = process.env.JAVA_HOME
  const java = home ? path.join(home, 'bin/java') : onPath('java')
  if (!java) return 0
  const { stdout, stderr } = spawnSync(java, ['-XshowSettings:properties', '-version'], { encoding: 'utf8' })
  return Number(/java\.specification\.version = (\d+)/.exec(`${stdout}${stderr}`)?.[1] ?? 0)
}
