import { invisibleProblem } from './invisible'
import { excerpt } from './suggest'
import { isStorableText } from './text-order'

/** Keys that would change the meaning of a JavaScript object; nobody needs them, so they are refused as names. */
export const dangerousKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

const documentName = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/
const clusterName = /^[A-Za-z0-9](?:[A-Za-z0-9._:-]*[A-Za-z0-9])?$/
const labelKey = /^[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?$/

/** Says why a text cannot name an operation, policy or phase, or undefined when it can. */
export function documentNameProblem(text: string): string | undefined {
  return (
    common(text, 63) ??
    (documentName.test(text)
      ? undefined
      : `"${excerpt(text)}" is not a name: lower-case letters, digits, dots, hyphens and underscores, beginning and ending with a letter or digit`)
  )
}

/** Says why a text cannot name a cluster, or undefined when it can. */
export function clusterNameProblem(text: string): string | undefined {
  return (
    common(text, 253) ??
    (clusterName.test(text)
      ? undefined
      : `"${excerpt(text)}" is not a cluster name: letters, digits, dots, colons, hyphens and underscores, beginning and ending with a letter or digit`)
  )
}

/** Says why a text cannot be the key of a label, or undefined when it can. */
export function labelKeyProblem(text: string): string | undefined {
  return (
    common(text, 253) ??
    (labelKey.test(text)
      ? undefined
      : `"${excerpt(text)}" is not a label key: letters, digits, dots, slashes, hyphens and underscores, beginning and ending with a letter or digit`)
  )
}

/** Says why a text cannot be a fact such as a region or the value of a label, or undefined when it can. */
export function factTextProblem(text: string, lengthMax = 1_000): string | undefined {
  if (text.length > lengthMax) return `is ${text.length} characters long, at most ${lengthMax} are allowed`
  return isStorableText(text)
    ? invisibleProblem(text)
    : 'contains characters that cannot be stored (NUL or half a surrogate pair)'
}

function common(text: string, lengthMax: number): string | undefined {
  if (text.length === 0) return 'is empty'
  if (text.length > lengthMax) {
    return `"${excerpt(text)}" is ${text.length} characters long, at most ${lengthMax} are allowed`
  }
  return dangerousKeys.has(text) ? `"${text}" is reserved and cannot be used as a name` : undefined
}
