/** A secret as anybody may see it: never what it holds. */
export interface SecretDto {
  name: string
  updatedAt: string
  updatedBy: string
}
