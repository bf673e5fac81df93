/**
 * Joins class names, leaving out what is false, null or undefined.
 * It does not resolve conflicts: give a primitive a variant rather than a class that fights its own.
 */
export const cx = (...classes: (string | false | null | undefined)[]): string =>
  classes.filter(Boolean).join(' ')
