import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { build } from 'esbuild'

const entries = { table: 'table.tsx', timeline: 'timeline.ts' } as const
export type RivalName = keyof typeof entries

/** Bundles a rival into one document. */
export async function rivalDocument(name: RivalName): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, entries[name])],
    bundle: true,
    minify: true,
    format: 'esm',
    jsx: 'automatic',
    write: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    tsconfig: 'tsconfig.json',
  })
  const styles = createRequire(import.meta.url).resolve('vis-timeline/styles/vis-timeline-graph2d.min.css')
  const css = name === 'timeline' ? readFileSync(styles, 'utf8') : ''
  // A closing tag inside a text of the program would end it.
  const program = (outputFiles[0]?.text ?? '').replaceAll('</script', '<\\/script')
  return `<!doctype html><meta charset="utf-8"><style>${css}</style><div id="root"></div><script type="module">${program}</script>`
}
