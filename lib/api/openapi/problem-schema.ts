import { errorCodes } from '@/lib/core/shared/error-codes'

/** The body of every refusal; see `Problem`. */
export const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is wrong, where, and what to do; meant for people' },
    code: { type: 'string', enum: errorCodes },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['message'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer into the input' },
          line: { type: 'integer' },
          column: { type: 'integer' },
          message: { type: 'string' },
          suggestion: { type: 'string', description: 'What was probably meant' },
        },
      },
    },
    state: { description: 'For conflicts: the present state' },
    retryAfterSeconds: { type: 'integer' },
    requestId: { type: 'string', description: 'Finds the log lines of an internal error' },
  },
}
