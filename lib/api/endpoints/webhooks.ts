import { z } from 'zod'
import { gateAnswer } from '@/lib/rollouts/schemas'
import { originOf } from '@/lib/server/origin'
import { signatureHeader, timestampHeader } from '@/lib/webhooks/sign-call'
import { takeAnswer } from '@/lib/webhooks/take-answer'
import { endpoint } from '../endpoint'
import { rolloutIdInput } from '../rollout-input'
import { gateAnswerSchema } from '../schemas/rollouts'
import { strictInput } from '../strict-input'

export const postAnswer = endpoint({
  method: 'POST',
  path: '/api/v1/rollouts/{id}/gates/{gate}/answer',
  id: 'answerGate',
  tag: 'Rollouts',
  summary: 'Answer for a webhook gate, by a call signed with its secret',
  description:
    'For outside systems: needs no token. The signature is `v1=` and the HMAC-SHA256 in hex, keyed with the gate’s secret, of five lines joined by a line feed: `v1`, `answer`, the timestamp as in its header, `{id}/{gate}`, and the body byte by byte. A call that has counted before is answered 200 with `repeated: true` and changes nothing.',
  permission: 'public',
  params: strictInput({ ...rolloutIdInput.shape, gate: z.string().min(1).max(300) }),
  raw: {
    contentTypes: ['application/json'],
    description: 'What the outside system says; `round` and `planHash` as it was told or has read',
    schema: gateAnswer,
  },
  bodyBytesMax: 16_384,
  headers: {
    [timestampHeader]: 'Seconds since 1970; at most 5 minutes off',
    [signatureHeader]: '`v1=` and 64 hexadecimal digits',
  },
  answers: {
    200: { description: 'Counted, or had counted before', schema: gateAnswerSchema },
    401: { description: 'Not signed with the secret of this gate, or at another time' },
    409: {
      description:
        'The gate is decided, or asks something else: another round or plan, or a target has failed since `seenSeq`. What is asked now is in `state`; nothing was changed',
    },
    429: { description: 'Too many calls from this address' },
  },
  handle: ({ services, params: { id, gate }, text, request: { headers } }) =>
    takeAnswer(services, {
      rollout: id,
      gate,
      timestamp: headers.get(timestampHeader),
      signature: headers.get(signatureHeader),
      text,
      ...originOf(headers),
    }),
})
