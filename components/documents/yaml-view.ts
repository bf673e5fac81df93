import { defaultKeymap, indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Annotation, EditorState, type Extension, type Text } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import type { Problem } from '@/lib/core/shared/problem'

/** Marks a change that came from outside of the editor, so that it is not reported back. */
const fromOutside = Annotation.define<boolean>()

export interface YamlViewOptions {
  parent: HTMLElement
  source: string
  label: string
  readOnly: boolean
  onChange(source: string): void
  onUndo(): void
  onRedo(): void
}

/** Makes the editor of a document's text. Undo is the caller's, because it spans more than this editor. */
export function makeYamlView(options: YamlViewOptions): EditorView {
  return new EditorView({
    parent: options.parent,
    state: EditorState.create({ doc: options.source, extensions: extensionsOf(options) }),
  })
}

/** Brings the editor to a text by the smallest change, so that the cursor stays where it was. */
export function showSource(view: EditorView, source: string): void {
  const shown = view.state.doc.toString()
  if (shown === source) return
  let from = 0
  const shortest = Math.min(shown.length, source.length)
  while (from < shortest && shown[from] === source[from]) from++
  let cut = 0
  while (cut < shortest - from && shown[shown.length - 1 - cut] === source[source.length - 1 - cut]) cut++
  view.dispatch({
    changes: { from, to: shown.length - cut, insert: source.slice(from, source.length - cut) },
    annotations: fromOutside.of(true),
  })
}

/** Underlines the problems at their places. */
export function showProblems(view: EditorView, problems: readonly Problem[]): void {
  view.dispatch(
    setDiagnostics(
      view.state,
      problems.map((problem) => diagnosticOf(view.state.doc, problem)),
    ),
  )
}

/** Puts the cursor at a line and column (from 1) and shows it. */
export function goTo(view: EditorView, line: number, column: number): void {
  const at = offsetOf(view.state.doc, line, column)
  view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) })
  view.focus()
}

function offsetOf(doc: Text, line: number, column: number): number {
  const found = doc.line(Math.min(Math.max(line, 1), doc.lines))
  return Math.min(found.from + Math.max(column - 1, 0), found.to)
}

function diagnosticOf(doc: Text, problem: Problem): Diagnostic {
  const from = offsetOf(doc, problem.line, problem.column)
  const to = doc.lineAt(from).to
  const message = problem.suggestion
    ? `${problem.message}, did you mean ${problem.suggestion}?`
    : problem.message
  return { from, to: Math.max(from, to), severity: problem.severity, message }
}

function extensionsOf({ label, readOnly, onChange, onUndo, onRedo }: YamlViewOptions): Extension[] {
  const run = (act: () => void) => () => {
    act()
    return true
  }
  return [
    lineNumbers(),
    highlightActiveLine(),
    drawSelection(),
    bracketMatching(),
    highlightSelectionMatches(),
    search({ top: true }),
    lintGutter(),
    yaml(),
    indentUnit.of('  '),
    syntaxHighlighting(colours),
    look,
    EditorView.cspNonce.of(pageNonce()),
    EditorState.readOnly.of(readOnly),
    EditorView.lineWrapping,
    // A browser lets one tab into what is editable anyway; this says it to whoever reads the page's tree.
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    // Escape lets Tab out of the text; it must not close the window that the text stands in, too.
    EditorView.domEventHandlers({
      keydown: (event) => {
        if (event.key === 'Escape') event.stopPropagation()
      },
    }),
    keymap.of([
      { key: 'Mod-z', run: run(onUndo), preventDefault: true },
      { key: 'Mod-Shift-z', run: run(onRedo), preventDefault: true },
      { key: 'Mod-y', run: run(onRedo), preventDefault: true },
      // Escape, then Tab leaves the editor: Tab alone indents.
      ...defaultKeymap,
      ...searchKeymap,
      indentWithTab,
    ]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged && !update.transactions.some((tr) => tr.annotation(fromOutside))) {
        onChange(update.state.doc.toString())
      }
    }),
  ]
}

/** The nonce under which this page may add styles; the editor brings its own. */
const pageNonce = (): string => document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''

const look = EditorView.theme({
  '&': {
    height: '100%',
    fontSize: '12px',
    color: 'var(--color-ink)',
    backgroundColor: 'var(--color-surface)',
  },
  '&.cm-focused': { outline: 'none' },
  // As in all code here, no ligatures: what is shown is what was typed.
  '.cm-scroller': {
    fontFamily: 'var(--font-mono)',
    fontFeatureSettings: '"zero", "calt" 0',
    lineHeight: '1.55',
  },
  '.cm-content': { caretColor: 'var(--color-ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--color-ink)' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--color-ink-3)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--color-sunken)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--color-accent-soft)',
  },
  '.cm-tooltip': { backgroundColor: 'var(--color-raised)', border: '1px solid var(--color-line)' },
  '.cm-panels': { backgroundColor: 'var(--color-sunken)', color: 'var(--color-ink)' },
})

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--color-accent)' },
  { tag: [tags.comment], color: 'var(--color-ink-3)', fontStyle: 'italic' },
  { tag: [tags.string, tags.content], color: 'var(--color-ink)' },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: 'var(--color-warning)' },
  { tag: [tags.separator, tags.punctuation, tags.bracket], color: 'var(--color-ink-3)' },
])
