/** The header of every answer that names the build which gave it. */
export const buildHeader = 'x-console-build'

/**
 * Names the build that this code is part of, the same in the browser and on the server; `development` where none was
 * made. Next puts it here while it builds: it is no setting.
 */
export const thisBuild: string = process.env.NEXT_DEPLOYMENT_ID || 'development'

/** Tells whether another build than `build` gave an answer, whose shapes may be others; unsaid is not another. */
export function isOfAnotherBuild({ headers }: Pick<Response, 'headers'>, build: string): boolean {
  const said = headers.get(buildHeader)
  return said !== null && said !== build
}
