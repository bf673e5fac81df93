/** A policy with one phase, written as YAML lines below `phases: -`. */
export const onePhase = (...lines: string[]) =>
  [
    'apiVersion: upgrader/v1',
    'kind: Policy',
    'metadata: { name: p }',
    'spec:',
    '  phases:',
    '  - select: "true"',
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n')
