import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from './generated/prisma/client'
import { createPool, type PoolOptions } from './pool'

/** Opens Prisma, for the console's reads, over a pool with our limits; `$disconnect()` closes both. */
export function createPrisma(options: PoolOptions): PrismaClient {
  const adapter = new PrismaPg(createPool(options), { disposeExternalPool: true })
  return new PrismaClient({ adapter })
}
