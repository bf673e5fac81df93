import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Hashes files and whole directories: their names and what is in them, in a fixed order. What does not exist
 * counts as empty.
 * @param ignore leaves out a file or directory, by its path.
 */
export function fingerprint(
  places: readonly string[],
  ignore: (file: string) => boolean = () => false,
): string {
  const hash = createHash('sha256')
  for (const file of places.flatMap((place) => filesOf(place, ignore))) {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

/**
 * Does a step only when what it is made from has changed since it was last done here.
 * @param stamp file that remembers what the step was done for; written once it has succeeded.
 * @returns whether the step was done.
 */
export async function whenChanged(
  stamp: string,
  wanted: string,
  step: () => Promise<void>,
): Promise<boolean> {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false
  await step()
  mkdirSync(path.dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
  return true
}

function filesOf(place: string, ignore: (file: string) => boolean): string[] {
  const stat = statSync(place, { throwIfNoEntry: false })
  if (!stat || ignore(place)) return []
  if (!stat.isDirectory()) return [place]
  return readdirSync(place)
    .sort()
    .flatMap((name) => filesOf(path.join(place, name), ignore))
}
