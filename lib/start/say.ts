/** Tells whoever started the product what is going on. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
