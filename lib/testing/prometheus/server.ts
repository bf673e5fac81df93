import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A running Prometheus with a folder of its own. */
export interface TestPrometheus {
  readonly url: string
  stop(): Promise<void>
}

/** Starts a real Prometheus on loopback that scrapes one exporter every 200 ms; answers when it is ready. */
export async function startPrometheus(exporter: { readonly port: number }): Promise<TestPrometheus> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'prometheus-test-'))
  const port = await freePort()
  const config = {
    global: { scrape_interval: '200ms', scrape_timeout: '200ms' },
    scrape_configs: [{ job_name: 'test', static_configs: [{ targets: [`127.0.0.1:${exporter.port}`] }] }],
  }
  // JSON is YAML.
  await writeFile(path.join(folder, 'prometheus.yml'), JSON.stringify(config))
  const argv = [
    `--config.file=${folder}/prometheus.yml`,
    `--storage.tsdb.path=${folder}/data`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=error',
  ]
  const child = spawn('prometheus', argv, { stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = Promise.race([once(child, 'exit'), once(child, 'error')])
  const url = `http://127.0.0.1:${port}`
  const stop = async () => {
    child.kill('SIGKILL')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  for (let tries = 0; tries < 200; tries++) {
    const ready = await fetch(`${url}/-/ready`).catch(() => null)
    if (ready?.ok) return { url, stop }
    await sleep(50)
  }
  await stop()
  throw new Error('prometheus did not get ready within 10 s')
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
