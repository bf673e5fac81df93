import pino, { type DestinationStream, type Logger } from 'pino'

export type { Logger }

/** Keys whose values never reach a log, at any of the depths at which we log objects. */
const secretKeys = [
  'password',
  'passwordHash',
  'token',
  'secret',
  'secrets',
  'authorization',
  'cookie',
  'ciphertext',
]
const depths = ['', '*.', '*.*.', '*.*.*.']

/**
 * Makes a logger that writes one JSON object per line, with secrets blotted out by key.
 * @param name of the process: `web`, `worker`, `start`.
 * @param destination where the lines go; defaults to stdout.
 */
export function createLog(name: string, level = 'info', destination?: DestinationStream): Logger {
  const paths = depths.flatMap((depth) => secretKeys.map((key) => depth + key))
  const options = {
    name,
    level,
    redact: { paths, censor: '[redacted]' },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: writeError, error: writeError },
  }
  return destination ? pino(options, destination) : pino(options)
}

/**
 * Writes an error with its stack and codes, also those inside it. Drivers hang whole connections on their errors,
 * passwords included, under names of their own choice: so nothing but plain values is kept.
 */
function writeError(error: Error): unknown {
  const written: unknown = pino.stdSerializers.err(error)
  return typeof written === 'object' && written !== null ? plainPart(written) : written
}

function plainPart(written: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(written).flatMap(([key, value]): [string, unknown][] => {
      if (Array.isArray(value) && key === 'aggregateErrors') return [[key, value.map(plainPart)]]
      if (typeof value === 'object' && value !== null) return isError(value) ? [[key, plainPart(value)]] : []
      return [[key, value]]
    }),
  )
}

const isError = (value: object): boolean => 'stack' in value && 'message' in value
