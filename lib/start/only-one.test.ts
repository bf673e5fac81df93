import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { holdDataDir } from './only-one'

it('lets one process at a time have a data directory, and names it', async () => {
  const directory = `/nowhere/${randomUUID()}`
  const release = await holdDataDir(directory, 'http://localhost:1234')
  const second = holdDataDir(directory, 'http://localhost:5678')
  await expect(second).rejects.toThrow(`process ${process.pid}, http://localhost:1234`)
  await expect(second).rejects.toThrow(directory)

  const elsewhere = await holdDataDir(`${directory}-other`, 'http://localhost:5678')
  elsewhere()
  release()
  const again = await holdDataDir(directory, 'http://localhost:5678')
  again()
})
