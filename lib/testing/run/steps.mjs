import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** Runs a program in this terminal; answers its exit code. */
export async function runHere(command, argv, env = {}) {
  const child = spawn(command, argv, { stdio: 'inherit', env: { ...process.env, ...env } })
  const [code] = await Promise.race([once(child, 'exit'), once(child, 'error').then(() => [127])])
  return code ?? 1
}

/** Runs a program and keeps what it says; answers that with its exit code. */
export async function runQuietly(command, argv, env = {}) {
  const child = spawn(command, argv, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      output += chunk
    })
  }
  const [code] = await Promise.race([
    once(child, 'close'),
    once(child, 'error').then(([error]) => {
      output += error.message
      return [127]
    }),
  ])
  return { code: code ?? 1, output }
}

/** Runs a Node program of a dependency in this terminal. */
export function runTool(script, argv = [], env = {}) {
  return runHere(process.execPath, [script, ...argv], env)
}

/** The same beside others: each line that it says stands behind its name. Answers its exit code. */
export async function runBeside(name, script, argv = [], env = {}) {
  const child = spawn(process.execPath, [script, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ]) {
    createInterface({ input: from }).on('line', (line) => to.write(`${`[${name}]`.padEnd(9)} ${line}\n`))
  }
  const [code] = await once(child, 'close')
  return code ?? 1
}
