/** An operation to begin with: complete, and published as it is it only plays; its comments say what to change. */
export const newOperationSource = `apiVersion: upgrader/v1
kind: Operation
metadata: { name: new-operation, title: New operation }
spec:
  # Which clusters it can be done to; all others are left out of plans, with this as the reason.
  appliesTo: cluster.kind == "kafka"
  params:
    type: object
    required: [version]
    properties:
      version: { type: string, title: Target version, pattern: '^\\d+\\.\\d+\\.\\d+$' }
  # Such clusters are skipped, and say so.
  satisfied: cluster.version == params.version
  sets: { version: "{{ params.version }}" }
  timeout: 30m
  retry: { attempts: 3, backoff: 10s, maxBackoff: 5m }
  apply:
    # It only plays. Take http, kubernetes or command to reach a real system.
    driver: simulator
    with: { seconds: 20 }
`
