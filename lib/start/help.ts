import { describeSettings } from '../server/env'

/** What `npm start -- --help` prints. */
export function helpText(): string {
  return `Cluster Upgrader: operations on large fleets of clusters.

  npm start              everything: database, migrations, sample fleet, workers, web server; Ctrl-C stops it
  npm start -- --dev     the same from sources, reloaded when they change
  npm run worker         one more worker, on any machine that reaches the database
  npm test               all tests

Environment variables:
${describeSettings()}
`
}
