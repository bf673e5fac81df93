/** An operation in a list. */
export interface OperationSummaryDto {
  name: string
  title: string
  description: string | null
  revision: number
  author: string
  updatedAt: string
  /** A selector: clusters it does not match are not eligible. */
  appliesTo: string
  driver: string
  /** JSON Schema 2020-12, to draw a form from. */
  params: Record<string, unknown>
}
