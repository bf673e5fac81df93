import { notFound } from 'next/navigation'
import { AppError } from '../errors'

/** Gives what a page is about, or answers with the "not found" page when it is refused with `not_found`. */
export async function orNotFound<T>(loading: Promise<T>): Promise<T> {
  try {
    return await loading
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound()
    throw error
  }
}
