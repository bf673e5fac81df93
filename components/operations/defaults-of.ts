import { getOwn, isObject } from '@/lib/core/shared/json'

/** Reads the defaults out of an operation's JSON Schema, to begin its form with. */
export function defaultsOf(schema: Record<string, unknown> | undefined): Record<string, unknown> {
  const properties = schema && getOwn(schema, 'properties')
  if (!isObject(properties)) return {}
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, property]) =>
      isObject(property) && property.default !== undefined ? [[name, property.default]] : [],
    ),
  )
}
