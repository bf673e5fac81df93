import type { Subject } from './ast'
import { isDotKey } from './subject'

/** Writes a text as a CEL literal in double quotes. */
export function quote(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what must be escaped
  return `"${value.replace(/["\\\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, escapeCharacter)}"`
}

function escapeCharacter(char: string): string {
  switch (char) {
    case '"':
      return '\\"'
    case '\\':
      return '\\\\'
    case '\n':
      return '\\n'
    case '\r':
      return '\\r'
    case '\t':
      return '\\t'
    default:
      return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  }
}

/** Writes a subject: `cluster.region`, `cluster.labels.ring`, `cluster.labels["failure-domain"]`. */
export function printSubject(subject: Subject): string {
  if (subject.kind === 'field') return `cluster.${subject.name}`
  return isDotKey(subject.key) ? `cluster.labels.${subject.key}` : `cluster.labels[${quote(subject.key)}]`
}
