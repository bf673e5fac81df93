import { z } from 'zod'

export type JsonSchema = Record<string, unknown>

/**
 * Writes a zod schema as JSON Schema 2020-12, the dialect of OpenAPI 3.1.
 * @param io whether it describes what is sent (defaults may be left out) or what is answered.
 */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
  })
  return rest
}

/** One field of an input object: its schema as it is after parsing, and whether it must be sent. */
export interface FieldSchema {
  name: string
  required: boolean
  schema: JsonSchema
}

/**
 * Takes an input object apart, for parameters. What arrives is always text; documented is what it stands for
 * (a limit is an integer), so types are those after parsing and only the duty to send is that before it.
 */
export function fieldSchemas(schema: z.ZodType): FieldSchema[] {
  const after = jsonSchema(schema, 'output') as { properties?: Record<string, JsonSchema> }
  const before = jsonSchema(schema, 'input') as { required?: string[] }
  return Object.entries(after.properties ?? {}).map(([name, field]) => ({
    name,
    required: before.required?.includes(name) ?? false,
    schema: field,
  }))
}
