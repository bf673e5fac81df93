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
    serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err },
  }
  return destination ? pino(options, destination) : pino(options)
}
