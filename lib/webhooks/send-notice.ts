import { type Notice, noticeBody, noticeKey } from './notice'
import { type PostDeps, postCall, type Sent } from './post-call'
import { signCall } from './sign-call'

/**
 * Tells an outside system that a gate asks it. A 2xx says that it was heard and nothing else: whatever it answers,
 * the gate stays as it is until it calls back. Anything else is tried again. Never throws.
 */
export function sendNotice(notice: Notice, deps: PostDeps): Promise<Sent> {
  const { rollout, gate, spec, attempts } = notice
  const body = noticeBody(notice, deps.publicUrl)
  return postCall(
    {
      url: spec.url ?? '',
      body,
      key: noticeKey(notice),
      attempts,
      sign: async (timestamp) =>
        signCall(await deps.secret(spec.secret), {
          kind: 'notice',
          timestamp,
          rollout: String(rollout),
          gate,
          body,
        }),
    },
    deps,
  )
}
